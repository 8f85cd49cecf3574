"""Periods of a statement: a month, any days, or a window that rolls along with a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.standing.months import months_later

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both counted."""

    first: date
    last: date


def month_of(day: date) -> Period:
    """Return the calendar month that a day lies in."""
    first = day.replace(day=1)
    return Period(first, months_later(first, 1) - timedelta(days=1))


def month(typed: str) -> Period:
    """Return a month as typed, 2026-11. Raises ValueError."""
    found = _MONTH.fullmatch(typed)
    if not found or int(found[1]) <= FIRST_DAY.year:
        raise ValueError(typed)
    return month_of(date(int(found[1]), int(found[2]), 1))


def rolling(last: date, months: int) -> Period:
    """Return the window of so many months that ends on a day: stock older than it is its opening."""
    return Period(months_later(last, -months) + timedelta(days=1), last)


def everything_until(last: date) -> Period:
    """Return all days until a day: nothing is opening, everything came in."""
    return Period(FIRST_DAY, last)
