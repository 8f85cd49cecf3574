"""How cases go: median days open, share over the clock, by level, downgrades. Counts only, so that anybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

LEVELS = (1, 2, 3)
_BY_LEVEL = """
    SELECT level, count(*), count(*) FILTER (WHERE state = 'open'),
           count(*) FILTER (WHERE jsonb_array_length(over) > 0),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(closed_on, %(today)s) - opened_on),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY closed_on - opened_on) FILTER (WHERE closed_on IS NOT NULL),
           coalesce(sum(downgrades), 0), coalesce(sum(reopened), 0), count(published_on)
    FROM ledger_incident WHERE %(since)s::date IS NULL OR opened_on >= %(since)s
    GROUP BY GROUPING SETS ((level), ())"""
_OUTCOMES = """
    SELECT outcome, count(*) FROM ledger_incident
    WHERE outcome IS NOT NULL AND (%(since)s::date IS NULL OR opened_on >= %(since)s) GROUP BY outcome"""
_CATEGORIES = """
    SELECT category, count(*), count(*) FILTER (WHERE state = 'open') FROM ledger_incident
    WHERE published_on IS NOT NULL AND (%(since)s::date IS NULL OR opened_on >= %(since)s)
    GROUP BY category ORDER BY 2 DESC, 1"""


@dataclass(frozen=True)
class Line:
    """The cases of a level, or of all (`level` None). Days are medians; None where there is nothing to take one of."""

    level: int | None
    number: int = 0
    open: int = 0
    over: int = 0
    days: int | None = None
    days_to_close: int | None = None
    downgrades: int = 0
    reopened: int = 0
    published: int = 0


@dataclass(frozen=True)
class Statistics:
    """Cases that were opened since a day, as they stand."""

    all: Line
    levels: list[Line]
    outcomes: dict[str, int]
    categories: list[tuple[str, int, int]]


def statistics(today: date, since: date | None = None) -> Statistics:
    """Return the numbers of the cases opened since a day (None: ever); three queries.

    What they are about is counted over published ones alone: in a small programme a count of one tells of a case.
    """
    said: dict[str, Any] = {"today": today, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(_BY_LEVEL, said)
        lines = {record[0]: Line(record[0], *record[1:4], *map(_whole, record[4:])) for record in cursor.fetchall()}
        cursor.execute(_OUTCOMES, said)
        outcomes = dict(cursor.fetchall())
        cursor.execute(_CATEGORIES, said)
        categories = list(cursor.fetchall())
    levels = [lines.get(level, Line(level)) for level in LEVELS]
    return Statistics(lines.get(None, Line(None)), levels, outcomes, categories)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
