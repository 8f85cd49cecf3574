"""D12: the grade of a site's lots jumps against its own history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.digging import months_before
from ledger.risk.plausibility.innocent import NEW_PIT, OTHER_LABORATORY, OTHER_ORE
from ledger.risk.plausibility.robust import deviation, median
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later
from ledger.units import PPM

GRADES = "grades"
PATTERN_MONTHS = 12
SENTENCES = {
    "warn": _(
        "The middle grade of %(lots)s lots dug in the month from %(month)s is %(grade_percent)s %% of %(of)s; of "
        "%(before_lots)s lots of the twelve months before it was %(usual_percent)s %%."
    ),
}


@dataclass(frozen=True)
class Grades:
    """The grades of a site's lots of one ore, dug in one month, in parts per million of what they are told of."""

    month: date
    mineral: str
    of: str
    grades_ppm: Sequence[int]


@dataclass(frozen=True)
class Jump:
    """A month whose middle grade lies far from those before."""

    month: date
    of: str
    grade_ppm: int
    usual_ppm: int
    lots: int
    before_lots: int
    deviations: Fraction


def deviations_off(grades: Sequence[int], past: Sequence[int], floor_ppm: int) -> Fraction:
    """Return by how many median deviations the middle of grades lies off that of past ones, up or down."""
    usual = median(past)
    unit = max(deviation(past), usual * floor_ppm / PPM)
    return abs(median(grades) - usual) / unit if unit else Fraction(0)


def jump_in(month: date, grades: Sequence[Grades], least: int, least_before: int, floor_ppm: int) -> Jump | None:
    """Return how far the grades of a month lie off those of the twelve before; None where there are too few."""
    first = months_later(month, -PATTERN_MONTHS)
    own = [each for found in grades if found.month == month for each in found.grades_ppm]
    past = [each for found in grades if first <= found.month < month for each in found.grades_ppm]
    if len(own) < least or len(past) < least_before:
        return None
    off = deviations_off(own, past, floor_ppm)
    return Jump(month, grades[0].of, int(median(own)), int(median(past)), len(own), len(past), off)


def since_when(today: date) -> date:
    """Return the first day whose grades are asked for."""
    back = PATTERN_MONTHS + parameter("grade_jump_months", today)
    return months_later(today.replace(day=1), -back)


@rule(
    "D12",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D12",
    innocent=(OTHER_ORE, NEW_PIT, OTHER_LABORATORY),
    clears=_("A second sample that another laboratory assays, or a visit that sees the new vein or the washing."),
    parameters=(
        "grade_jump_hundredths",
        "grade_jump_floor_ppm",
        "grade_jump_least_lots",
        "grade_jump_least_before",
        "grade_jump_months",
    ),
    reads=(_("best grade of each bag of the place, by month of digging"),),
)
def grade_jumps(place: PlaceSeen) -> Worry | None:
    """The middle grade of a month's lots stays within three median deviations of the twelve months before."""
    limit, floor_ppm, least, least_before, back = (
        parameter(f"grade_jump_{name}", place.today, place.country)
        for name in ("hundredths", "floor_ppm", "least_lots", "least_before", "months")
    )
    jumps = [
        jump
        for grades in _alike(place.findings.get(GRADES, ()))
        for month in months_before(place.today.replace(day=1), back)
        if (jump := jump_in(month, grades, least, least_before, floor_ppm)) and jump.deviations * 100 > limit
    ]
    if not jumps:
        return None
    worst = max(jumps, key=lambda each: (each.month, each.deviations, each.of))
    evidence: dict[str, Any] = {
        "month": worst.month.isoformat(),
        "of": worst.of,
        "grade_ppm": worst.grade_ppm,
        "usual_ppm": worst.usual_ppm,
        "lots": worst.lots,
        "before_lots": worst.before_lots,
        "deviation_tenths": int(worst.deviations * 10),
    }
    return Worry("warn", "operational", evidence)


def _alike(grades: Sequence[Grades]) -> list[list[Grades]]:
    found: dict[tuple[str, str], list[Grades]] = {}
    for each in grades:
        found.setdefault((each.mineral, each.of), []).append(each)
    return [found[name] for name in sorted(found)]
