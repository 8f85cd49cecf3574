"""PLAU-02 (D1): a month of a site far above its own pattern of the months before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.balance.periods import month_of
from ledger.reference.parameters import parameter
from ledger.risk.plausibility.digging import DUG, Dug, Span, by_month, months_before
from ledger.risk.plausibility.innocent import DRY_SEASON, MORE_MINERS, NEW_PIT, OLD_STOCK, PRICE_JUMP
from ledger.risk.plausibility.robust import median, sds_above
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later

HELD_LOTS = "lots_of_unusual_month"
PATTERN_MONTHS = 12
_FIGURES = _(
    "In the month from %(month)s %(kg)s kg of %(mineral)s were tagged. The middle of the %(months)s months before is "
    "%(usual_kg)s kg, from which they differ by some %(spread_kg)s kg; this month lies more than %(limit)s times as "
    "far above it."
)
SENTENCES = {"hold": _FIGURES, "warn": _FIGURES}


@dataclass(frozen=True)
class Unusual:
    """A month of an ore above its pattern."""

    first: date
    mineral: str
    grams: int
    usual_g: int
    months: int
    sds: Fraction

    @property
    def span(self) -> Span:
        month = month_of(self.first)
        return Span(month.first, month.last, self.mineral)


def pattern_before(sums: Mapping[date, int], first: date) -> list[int]:
    """Return the grams of the twelve months before a month, from the first on in which anything was dug."""
    begun = min(sums)
    return [sums.get(each, 0) for each in months_before(first, PATTERN_MONTHS) if each >= begun]


def above_pattern(sums: Mapping[date, int], first: date, fewest: int, floor_ppm: int) -> Fraction | None:
    """Return by how many robust standard deviations a month lies above the ones before; None: too few to say."""
    past = pattern_before(sums, first)
    return sds_above(sums.get(first, 0), past, floor_ppm) if len(past) >= fewest else None


def unusual_months(days: Sequence[Dug], today: date, country: str = "") -> list[Unusual]:
    """Return the last months that are over and lie above their pattern enough to say so, the earliest first."""
    this = today.replace(day=1)
    back = parameter("unusual_months_shown", today, country)
    fewest, floor_ppm = (parameter(f"output_pattern_{name}", today, country) for name in ("least_months", "floor_ppm"))
    found = []
    for mineral, sums in _by_mineral(days).items():
        for first in months_before(this, back):
            sds = above_pattern(sums, first, fewest, floor_ppm)
            if sds is not None and sds * 100 > parameter("output_warn_sd_hundredths", first, country):
                past = pattern_before(sums, first)
                found.append(Unusual(first, mineral, sums[first], int(median(past)), len(past), sds))
    return sorted(found, key=lambda each: (each.first, each.mineral))


def _by_mineral(days: Sequence[Dug]) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = {}
    for (mineral, first), grams in sorted(by_month(days).items()):
        found.setdefault(mineral, {})[first] = grams
    return found


def since_when(today: date, country: str = "") -> date:
    """Return the first day that the patterns of the months shown need."""
    back = PATTERN_MONTHS + parameter("unusual_months_shown", today, country)
    return months_later(today.replace(day=1), -back)


def is_held(found: Unusual, country: str = "") -> bool:
    """Say whether a month lies so far above its pattern that its lots are held for review."""
    return found.sds * 100 > parameter("output_hold_sd_hundredths", found.first, country)


@rule(
    "PLAU-02",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6; beyond_the_peers.md C D1",
    innocent=(DRY_SEASON, NEW_PIT, MORE_MINERS, PRICE_JUMP, OLD_STOCK),
    clears=_("A visit that counts miners and pits, or a reason that the site gives and somebody has checked."),
    parameters=(
        "output_warn_sd_hundredths",
        "output_hold_sd_hundredths",
        "output_pattern_least_months",
        "output_pattern_floor_ppm",
        "unusual_months_shown",
    ),
    reads=(_("bags tagged at the place, by day of digging and ore, of the last months and the twelve before each"),),
)
def far_above_own_pattern(place: PlaceSeen) -> Worry | None:
    """A month's output lies beyond its own twelve months by more than the usual spread (median and its deviation)."""
    found = unusual_months(place.findings.get(DUG, ()), place.today, place.country)
    if not found:
        return None
    worst = max(found, key=lambda each: (each.sds, each.first, each.mineral))
    held = is_held(worst, place.country)
    lots = tuple(place.findings.get(HELD_LOTS, ())) if held else ()
    return Worry("hold" if held else "warn", "operational", _evidence(worst, held, place), lots=lots)


def _evidence(worst: Unusual, held: bool, place: PlaceSeen) -> dict[str, Any]:
    name = f"output_{'hold' if held else 'warn'}_sd_hundredths"
    return {
        "mineral": worst.mineral,
        "month": worst.first.isoformat(),
        "grams": worst.grams,
        "usual_g": worst.usual_g,
        "months": worst.months,
        "spread_g": int((worst.grams - worst.usual_g) / worst.sds),
        "limit": parameter(name, worst.first, place.country) // 100,
    }
