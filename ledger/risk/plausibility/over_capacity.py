"""PLAU-01 (D1): more was tagged in a month than a site can yield, by what somebody published of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.balance.periods import month_of
from ledger.reference.parameters import parameter
from ledger.risk.plausibility.digging import DUG, Dug, Span, by_month
from ledger.risk.plausibility.innocent import CAPACITY_OLD, MORE_MINERS, NEW_PIT, OLD_STOCK, PRICE_JUMP
from ledger.risk.plausibility.robust import in_steps
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later
from ledger.standing.reading import CAPACITY, live
from ledger.units import PPM

HELD_LOTS = "lots_over_capacity"
SENTENCES = {
    "warn": _(
        "In the month from %(month)s %(kg)s kg of %(mineral)s were tagged, and nobody has set what the site can yield. "
        "The %(miners)s miners counted on %(counted_on)s dig at most %(limit_kg)s kg at %(miner_day_kg)s kg a good day."
    ),
    "hold": _(
        "In the month from %(month)s %(kg)s kg of %(mineral)s were tagged. The site can yield %(capacity_kg)s kg a "
        "month, as %(set_by)s set on %(set_on)s; more than %(limit_kg)s kg are held for review."
    ),
    "hold.running": _(
        "In the month from %(month)s already more than %(over_percent)s %% of what the site can yield were tagged. "
        "That is %(capacity_kg)s kg of %(mineral)s a month, as %(set_by)s set on %(set_on)s; more than %(limit_kg)s kg "
        "are held for review."
    ),
}


MINERS = "miners_counted"
"""What visits counted, as `ghosts` reads it too: the measure of a site for which nobody set a capacity."""
RECKONED = ("miners", "working_days", "grams_per_miner_day")


@dataclass(frozen=True)
class Over:
    """A month of an ore beyond its capacity, with the statement that set it."""

    first: date
    mineral: str
    grams: int
    limit_g: int
    basis: Any

    @property
    def over_ppm(self) -> int:
        return self.grams * PPM // max(1, self.basis.terms["grams"])

    @property
    def span(self) -> Span:
        month = month_of(self.first)
        return Span(month.first, month.last, self.mineral)


def limit_of(capacity_g: int, factor_ppm: int) -> int:
    """Return the most grams of a month that nobody asks about."""
    return capacity_g * factor_ppm // PPM


def basis_of(statements: Iterable[Any], mineral: str, last: date) -> Any | None:
    """Return the capacity that counts for a month: the newest set by its end, else the first that was set later."""
    said = [each for each in live(statements) if each.topic == CAPACITY and each.value == mineral]
    ordered = sorted(said, key=lambda each: (each.valid_from, each.event_id))
    begun = [each for each in ordered if each.valid_from <= last]
    return begun[-1] if begun else next(iter(ordered), None)


def months_over(statements: Sequence[Any], days: Iterable[Dug], today: date, country: str = "") -> list[Over]:
    """Return the last months in which more was tagged than the capacity and a part of it, the earliest first."""
    since = months_later(today.replace(day=1), 1 - parameter("output_months", today, country))
    found = []
    for (mineral, first), grams in sorted(by_month(days).items(), key=lambda each: (each[0][1], each[0][0])):
        basis = basis_of(statements, mineral, month_of(first).last)
        if basis is None or first < since:
            continue
        limit_g = limit_of(basis.terms["grams"], parameter("capacity_factor_ppm", first, country))
        if grams > limit_g:
            found.append(Over(first, mineral, grams, limit_g, basis))
    return found


@dataclass(frozen=True)
class OverMiners:
    """A month of an ore beyond what the counted miners can dig, where nobody has set a capacity."""

    first: date
    mineral: str
    grams: int
    limit_g: int
    miners: int
    counted_on: date


def yield_of(miners: int, working_days: int, miner_day_g: int) -> int:
    """Return what miners can dig in a month: so many, on so many days, of a good day's grams each."""
    return miners * working_days * miner_day_g


def months_over_miners(place: PlaceSeen) -> list[OverMiners]:
    """Return the last months that are over and beyond what the miners of the nearest count can dig; never a guess.

    Without a count, or a good day's grams of the ore, nobody can say.
    """
    this = place.today.replace(day=1)
    since = months_later(this, 1 - parameter("output_months", place.today, place.country))
    found = []
    for (mineral, first), grams in sorted(
        by_month(place.findings.get(DUG, ())).items(), key=lambda each: each[0][::-1]
    ):
        day_g = _miner_day(mineral, first, place.country)
        counted = _count_near(place.findings.get(MINERS, ()), first)
        known = basis_of(place.statements, mineral, month_of(first).last)
        if known or day_g is None or counted is None or not since <= first < this:
            continue
        working_days, factor_ppm = (
            parameter(name, first, place.country) for name in ("working_days", "capacity_factor_ppm")
        )
        limit_g = limit_of(yield_of(counted.miners, working_days, day_g), factor_ppm)
        if grams > limit_g:
            found.append(OverMiners(first, mineral, grams, limit_g, counted.miners, counted.day))
    return found


def _miner_day(mineral: str, day: date, country: str) -> int | None:
    try:
        return parameter(f"miner_day_p90_g.{mineral}", day, country)
    except KeyError:
        return None


def _count_near(counts: Iterable[Any], first: date) -> Any | None:
    """Return the count of a year around a month that lies nearest to it, the larger of two: the doubt is theirs."""
    near = [each for each in counts if months_later(first, -12) <= each.day <= months_later(first, 12)]
    return min(near, key=lambda each: (abs((each.day - first).days), -each.miners), default=None)


@rule(
    "PLAU-01",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6; beyond_the_peers.md A1, C D1",
    innocent=(NEW_PIT, MORE_MINERS, OLD_STOCK, PRICE_JUMP, CAPACITY_OLD),
    clears=_(
        "A capacity that was worked out anew, with the number of miners, days and kilograms that it rests on: the "
        "mines service or the programme can supply it after a visit."
    ),
    parameters=("capacity_factor_ppm", "output_months", "output_running_step_ppm", "working_days")
    + ("miner_day_p90_g.cassiterite", "miner_day_p90_g.coltan", "miner_day_p90_g.wolframite"),
    reads=(
        _("bags tagged at the place, by day of digging and ore"),
        _("capacity that was set for the place, with who set it and when"),
        _("miners that visits counted, where nobody set a capacity"),
    ),
)
def more_than_it_can_yield(place: PlaceSeen) -> Worry | None:
    """In a month no more ore is tagged than miners x days x kilograms of a miner's good day, and a part more."""
    over = months_over(place.statements, place.findings.get(DUG, ()), place.today, place.country)
    if not over:
        return _beyond_the_miners(place)
    worst = max(over, key=lambda each: (each.over_ppm, each.first, each.mineral))
    lots = tuple(place.findings.get(HELD_LOTS, ()))
    return Worry("hold", "operational", _evidence(worst, place), lots=lots)


def _beyond_the_miners(place: PlaceSeen) -> Worry | None:
    """Warn where nobody set a capacity and the miners that a visit counted can hardly have dug so much."""
    found = months_over_miners(place)
    if not found:
        return None
    worst = max(found, key=lambda each: (each.grams - each.limit_g, each.first, each.mineral))
    evidence = {
        "mineral": worst.mineral,
        "month": worst.first.isoformat(),
        "grams": worst.grams,
        "limit_g": worst.limit_g,
        "miners": worst.miners,
        "counted_on": worst.counted_on.isoformat(),
        "working_days": parameter("working_days", worst.first, place.country),
        "miner_day_g": parameter(f"miner_day_p90_g.{worst.mineral}", worst.first, place.country),
    }
    return Worry("warn", "operational", evidence)


def _evidence(over: Over, place: PlaceSeen) -> dict[str, Any]:
    basis = over.basis
    said = {
        "mineral": over.mineral,
        "month": over.first.isoformat(),
        "capacity_g": basis.terms["grams"],
        "limit_g": over.limit_g,
        "set_on": basis.valid_from.isoformat(),
        "set_by": basis.source,
        "named": int(bool(basis.terms.get("evidence"))),
        "set_in": basis.event_id,
        **{name: basis.terms[name] for name in RECKONED if name in basis.terms},
    }
    if over.first == place.today.replace(day=1):
        step = parameter("output_running_step_ppm", place.today, place.country)
        return {**said, "why": "running", "over_ppm": in_steps(over.over_ppm, step)}
    return {**said, "grams": over.grams, "over_ppm": over.over_ppm}
