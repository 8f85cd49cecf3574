"""D2: a rush of round weights at the end of a month. Heaping over the whole month is WGT-06."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.balance.periods import month_of
from ledger.reference.parameters import parameter
from ledger.risk.plausibility.bags import BAGS, Bag, by_agent, tagged_in
from ledger.risk.plausibility.digging import months_before
from ledger.risk.plausibility.innocent import COARSE_SCALE, LIST_TYPED, SCALE_CHANGE
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.units import PPM

SENTENCES = {
    "warn": _(
        "Of %(number)s bags that one person tagged in the last %(days_looked_at)s days of the month from %(month)s, "
        "%(round_number)s weigh a multiple of %(step_kg)s kg to the gram; before, it were %(before_round)s of "
        "%(before)s."
    ),
}


@dataclass(frozen=True)
class Rush:
    """How many bags of the last days of a month have round weights, and how many of those before."""

    month: date
    agent: str
    number: int
    round_number: int
    before: int
    before_round: int


def rush_of(month: date, agent: str, bags: Sequence[Bag], last_days: int, step_g: int) -> Rush:
    """Count round weights in the last days of a month and before them."""
    end = month_of(month).last
    late = tagged_in(bags, end - timedelta(days=last_days - 1), end)
    early = tagged_in(bags, month, end - timedelta(days=last_days))
    return Rush(month, agent, len(late), _round(late, step_g), len(early), _round(early, step_g))


def _round(bags: Sequence[Bag], step_g: int) -> int:
    return sum(each.grams % step_g == 0 for each in bags)


def is_rush(rush: Rush, least: int, share_ppm: int) -> bool:
    """Say whether round weights came in a rush: a large share at the end, and twice the share of the days before."""
    if min(rush.number, rush.before) < least or rush.round_number * PPM <= rush.number * share_ppm:
        return False
    return rush.round_number * rush.before > 2 * rush.before_round * rush.number


@rule(
    "D2",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D2",
    innocent=(COARSE_SCALE, SCALE_CHANGE, LIST_TYPED),
    clears=_("Bags of those days that are weighed again before a second person, and a look at the scale."),
    parameters=("round_rush_days", "round_rush_step_g", "round_rush_least", "round_rush_ppm", "bags_months"),
    reads=(_("weights of bags tagged at the place, by agent and day"),),
)
def rounds_at_the_end(place: PlaceSeen) -> Worry | None:
    """Round weights do not pile up in the last days of a month."""
    days, step_g, least, share_ppm = (
        parameter(f"round_rush_{name}", place.today, place.country) for name in ("days", "step_g", "least", "ppm")
    )
    months = months_before(place.today.replace(day=1), parameter("bags_months", place.today, place.country))
    rushes = [
        rush
        for agent, bags in by_agent(place.findings.get(BAGS, ())).items()
        for month in months
        if is_rush(rush := rush_of(month, agent, bags, days, step_g), least, share_ppm)
    ]
    if not rushes:
        return None
    worst = max(rushes, key=lambda each: (each.month, each.round_number, each.agent))
    evidence: dict[str, Any] = {
        "month": worst.month.isoformat(),
        "agent": worst.agent,
        "number": worst.number,
        "round_number": worst.round_number,
        "before": worst.before,
        "before_round": worst.before_round,
        "days_looked_at": days,
        "step_g": step_g,
    }
    return Worry("warn", "operational", evidence)
