"""Lists of runs and of their problems, by keyset: the same cost on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from sites.bringing.bad_rows import problems_of
from sites.bringing.models import ImportRun

RUNS, PROBLEMS = 25, 50


@dataclass(frozen=True)
class Page:
    """Some rows, and the places at which the pages before and after it end and begin; blank where there is none."""

    rows: list[Any]
    before: str
    after: str


def runs(seen: Any, after: str = "", before: str = "") -> Page:
    """Return a page of those runs that are seen, the newest first."""
    return _page(seen, ("-submitted_at", "id"), _run_place, after, before, RUNS)


def problems(run: ImportRun, after: str = "", before: str = "", most: int = PROBLEMS) -> Page:
    """Return a page of the problems of a run, in the order of its rows."""
    return _page(problems_of(run), ("row", "column"), _problem_place, after, before, most)


def _run_place(written: str) -> tuple[Any, ...] | None:
    moment, _sep, name = written.partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(name)
    except ValueError:
        return None


def _problem_place(written: str) -> tuple[Any, ...] | None:
    row, _sep, column = written.partition("~")
    return (int(row), column[:200]) if row.isdecimal() and row.isascii() and len(row) < 10 else None


def _page(found: Any, order: Sequence[str], read: Any, after: str, before: str, most: int) -> Page:
    place, back = read(after or before), bool(before and not after)
    wanted = [_turned(name) for name in order] if back else list(order)
    if place:
        found = found.filter(_beyond(wanted, place))
    rows = list(found.order_by(*wanted)[: most + 1])
    more, rows = len(rows) > most, rows[:most]
    if back:
        rows.reverse()
    first, last = (_written(rows[0], order), _written(rows[-1], order)) if rows else ("", "")
    earlier, later = (more, bool(place)) if back else (bool(place), more)
    return Page(rows, first if earlier else "", last if later else "")


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], place: tuple[Any, ...]) -> Q:
    """Return the condition "behind this place" for an order of two columns."""
    ways = ["lt" if name.startswith("-") else "gt" for name in order]
    first, second = (name.lstrip("-") for name in order)
    beside = Q(**{first: place[0], f"{second}__{ways[1]}": place[1]})
    return Q(**{f"{first}__{ways[0]}": place[0]}) | beside


def _written(row: Any, order: Sequence[str]) -> str:
    values = (getattr(row, name.lstrip("-")) for name in order)
    return "~".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)
