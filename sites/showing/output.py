"""Output and capacity: the kilograms tagged in each of twelve months against what the site can yield."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import TruncMonth

from ledger.custody.models import Origin
from ledger.custody.tables import IDENTITY
from sites.describing.estimating import newest_baselines
from sites.describing.models import Baseline
from sites.withdrawing.models import Withdrawn

MONTHS = 12
RIGHT, TOP, FLOOR = 880, 36, 236
"""Edges of the drawing, in units of its view box."""
FIRST_BAR, WIDE, APART = 60, 44, 68.2
LINES = 5


@dataclass(frozen=True)
class Month:
    """One month as a bar: `top` is its upper edge, `base` that of its part up to the capacity."""

    first: date
    grams: int
    whole: bool
    percent: int | None
    x: float
    top: float
    base: float

    @property
    def is_over(self) -> bool:
        return self.percent is not None and self.percent > 100

    @property
    def middle(self) -> float:
        return round(self.x + WIDE / 2, 1)

    @property
    def height(self) -> float:
        return round(FLOOR - self.top, 1)

    @property
    def base_height(self) -> float:
        return round(FLOOR - self.base, 1)

    @property
    def over_height(self) -> float:
        return round(self.base - self.top, 1)

    @property
    def label_y(self) -> float:
        return round(self.top - 8, 1)


@dataclass(frozen=True)
class Rule:
    """A line of the axis."""

    y: float
    grams: int

    @property
    def label_y(self) -> float:
        return round(self.y + 4, 1)


@dataclass(frozen=True)
class Output:
    """What the section shows; places are in units of the drawing."""

    months: Sequence[Month]
    total_g: int
    capacity_g: int | None
    baselines: Sequence[Baseline]
    rules: Sequence[Rule]
    capacity_y: float | None
    visit_x: float | None

    @property
    def over(self) -> list[Month]:
        return [each for each in self.months if each.is_over]

    @property
    def current(self) -> Month:
        return self.months[-1]

    @property
    def capacity_label_y(self) -> float:
        return round((self.capacity_y or FLOOR) - 8, 1)

    @property
    def capacity_label_x(self) -> float | None:
        """Where the words of the capacity stand free: over three bars next to each other that stay below the line."""
        free = [self.months[at : at + 3] for at in range(0, MONTHS - 2) if not any(map(_is_high, self.months[at:][:3]))]
        return free[0][0].x - 2 if free else None

    @property
    def visit_at_right(self) -> bool:
        """Whether the words of the visit stand left of its line, lest they run out of the drawing."""
        return (self.visit_x or 0) > RIGHT * 0.75

    @property
    def visit_label_x(self) -> float:
        return round((self.visit_x or 0) + (-6 if self.visit_at_right else 6), 1)


def _is_high(month: Month) -> bool:
    return (month.percent or 0) > 90


def output(codes: Sequence[str], last_visit: date | None, today: date) -> Output:
    """Return twelve months of ore tagged from a site under any of its codes: two questions."""
    firsts = months_until(today)
    dug = Origin.objects.filter(place__in=codes, custody_model=IDENTITY, dug_on__gte=firsts[0], dug_on__lte=today)
    by_month = {
        each["month"]: each["grams"]
        for each in dug.annotate(month=TruncMonth("dug_on")).values("month").annotate(grams=Sum("grams"))
    }
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("place"))
    baselines = newest_baselines(Baseline.objects.filter(~Exists(taken_back), place__in=codes, set_on__lte=today))
    capacity = sum(each.grams_per_month for each in baselines) or None
    return drawn([by_month.get(first, 0) for first in firsts], firsts, capacity, baselines, last_visit, today)


def months_until(today: date) -> list[date]:
    """Return the first days of the last twelve months, this month the last of them."""
    firsts = [today.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts[::-1]


def drawn(
    grams: Sequence[int],
    firsts: Sequence[date],
    capacity: int | None,
    baselines: Sequence[Baseline],
    last_visit: date | None,
    today: date,
) -> Output:
    """Return months as bars. Pure."""
    most, rules = scale(max([*grams, capacity or 0]))

    def at(weight: int) -> float:
        return round(FLOOR - (FLOOR - TOP) * weight / most, 1)

    months = [
        Month(
            first,
            weight,
            first != today.replace(day=1),
            round(100 * weight / capacity) if capacity else None,
            round(FIRST_BAR + number * APART, 1),
            at(weight),
            at(min(weight, capacity or weight)),
        )
        for number, (first, weight) in enumerate(zip(firsts, grams, strict=True))
    ]
    return Output(
        months,
        sum(grams),
        capacity,
        baselines,
        [Rule(at(each), each) for each in rules],
        at(capacity) if capacity else None,
        _day_at(last_visit, firsts) if last_visit else None,
    )


def scale(most: int) -> tuple[int, list[int]]:
    """Return the top of an axis in grams and its lines: steps of 1, 2 or 5 times a power of ten. Pure."""
    step = 1_000
    while step * LINES <= most:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    lines = list(range(0, most + step, step))
    return max(lines[-1], step), lines if len(lines) > 1 else [0, step]


def _day_at(day: date, firsts: Sequence[date]) -> float | None:
    """Return where a day stands on the axis; None before it."""
    for number, (first, after) in enumerate(pairwise([*firsts, firsts[-1] + timedelta(days=31)])):
        if first <= day < after:
            return round(FIRST_BAR + (number + (day - first).days / (after - first).days) * APART, 1)
    return None
