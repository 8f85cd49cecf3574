"""D11: a large part of a month's bags was entered in its last two days, though they had been tagged before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.balance.periods import month_of
from ledger.reference.parameters import parameter
from ledger.risk.plausibility.bags import BAGS, Bag
from ledger.risk.plausibility.digging import months_before
from ledger.risk.plausibility.innocent import NO_NETWORK, PAPER_FIRST
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.units import PPM

SENTENCES = {
    "warn": _(
        "Of %(number)s bags that were entered in the month from %(month)s, %(crammed)s came in its last "
        "%(days_looked_at)s days and had been tagged before them. Until then nobody could see them."
    ),
}


@dataclass(frozen=True)
class Month:
    """Bags that were entered in a month, and how many of them in its last days although tagged before these."""

    first: date
    number: int
    crammed: int


def month_entered(first: date, bags: Sequence[Bag], last_days: int) -> Month:
    """Count what was entered in a month, and what of it was kept until its last days."""
    end = month_of(first).last
    cut = end - timedelta(days=last_days - 1)
    entered = [each for each in bags if first <= each.entered.date() <= end]
    crammed = [each for each in entered if each.entered.date() >= cut > each.moment.date()]
    return Month(first, len(entered), len(crammed))


def is_crammed(month: Month, least: int, share_ppm: int) -> bool:
    """Say whether too large a share came at the end, of bags enough to say so."""
    return month.number >= least and month.crammed * PPM > month.number * share_ppm


@rule(
    "D11",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D11, BEY-09",
    innocent=(NO_NETWORK, PAPER_FIRST),
    clears=_("The pages of the paper book with their days, or a telephone that sends what it wrote down each day."),
    parameters=("cut_off_days", "cut_off_least", "cut_off_ppm", "bags_months"),
    reads=(_("when each bag was tagged and when it was entered, in the local time of the place"),),
)
def entered_at_the_cut_off(place: PlaceSeen) -> Worry | None:
    """At most two fifths of a month's bags are entered in its last two days and were tagged before them."""
    days, least, share_ppm = (
        parameter(f"cut_off_{name}", place.today, place.country) for name in ("days", "least", "ppm")
    )
    months = months_before(place.today.replace(day=1), parameter("bags_months", place.today, place.country))
    bags = place.findings.get(BAGS, ())
    found = [each for first in months if is_crammed(each := month_entered(first, bags, days), least, share_ppm)]
    if not found:
        return None
    worst = found[-1]
    evidence: dict[str, Any] = {"month": worst.first.isoformat(), "number": worst.number, "crammed": worst.crammed}
    return Worry("warn", "operational", {**evidence, "days_looked_at": days})
