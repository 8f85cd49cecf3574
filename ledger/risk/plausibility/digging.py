"""What a place dug, day by day, and the sums that signals ask for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.standing.months import months_later

DUG = "dug"
"""Findings about a place: its days, of tagged bags alone."""


@dataclass(frozen=True)
class Dug:
    """Grams and bags of one ore that were dug on one day and tagged."""

    day: date
    mineral: str
    grams: int
    bags: int


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both counted, of one ore or (left empty) of all."""

    first: date
    last: date
    mineral: str = ""


def by_month(days: Iterable[Dug]) -> dict[tuple[str, date], int]:
    """Return grams by ore and first day of the month."""
    found: dict[tuple[str, date], int] = {}
    for each in days:
        month = (each.mineral, each.day.replace(day=1))
        found[month] = found.get(month, 0) + each.grams
    return found


def in_span(days: Iterable[Dug], span: Span) -> list[Dug]:
    """Return the days of a span."""
    return [each for each in days if span.first <= each.day <= span.last and span.mineral in {"", each.mineral}]


def grams_in(days: Iterable[Dug], first: date, last: date) -> int:
    """Return the grams of all ores from a day to another, both counted."""
    return sum(each.grams for each in days if first <= each.day <= last)


def months_before(first: date, months: int) -> list[date]:
    """Return the first days of so many months before a month, the earliest first."""
    return [months_later(first, -back) for back in range(months, 0, -1)]


def first_day(days: Sequence[Dug]) -> date | None:
    """Return the first day on which anything was dug."""
    return min((each.day for each in days), default=None)
