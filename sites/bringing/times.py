"""Cells that say when something was done: a day, with or without the time on the clock of the place. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sites.bringing.columns import BadValue, Cell, Values
from sites.bringing.typed import past_day

NOON = time(12)
_CLOCK = re.compile(r"(\d{1,2})[:hH.](\d{2})(?::(\d{2})(?:\.\d+)?)?")
_WITH_CLOCK = re.compile(r"(?P<day>\S+?)(?:T|\s+)(?P<clock>\d{1,2}[:hH]\d{2}(?::\d{2}(?:\.\d+)?)?)")
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True)
class When:
    """A day, the time on the clock if it was told, or the whole moment where its offset was told too."""

    day: str
    clock: time | None = None
    moment: str = ""


def when(cell: Cell) -> When:
    """Return a day that is not to come, with the time if the cell tells it."""
    if _WITH_OFFSET.fullmatch(cell.text):
        return _with_offset(cell)
    found = _WITH_CLOCK.fullmatch(cell.text)
    if not found:
        return When(past_day(cell))
    try:
        return When(past_day(replace(cell, text=found["day"])), clock(replace(cell, text=found["clock"])))
    except BadValue as wrong:
        raise cell.bad(wrong.reason, wrong.suggestion, **wrong.facts) from None


def _with_offset(cell: Cell) -> When:
    try:
        moment = datetime.fromisoformat(cell.text)
    except ValueError:
        raise cell.bad("not_a_day") from None
    return When(moment.date().isoformat(), moment.timetz().replace(tzinfo=None), cell.text)


def clock(cell: Cell) -> time:
    """Return a time of day, such as 15:40 or 15h40."""
    found = _CLOCK.fullmatch(cell.text)
    try:
        if not found:
            raise ValueError
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        raise cell.bad("not_a_time") from None


def happened_at(values: Values, column: str, beside: str, zone: str) -> str:
    """Return the moment that a column, and the column of the time beside it, tell; noon where none tells the time.

    Raises BadValue for a moment to come, and where both columns tell the time and differ.
    """
    said: When = values[column]
    told: Any = values[beside]
    if told and said.clock and told != said.clock:
        raise values.bad(beside, "time_twice", said.clock.isoformat("minutes"))
    if said.moment:
        moment = datetime.fromisoformat(said.moment)
    else:
        moment = datetime.combine(date.fromisoformat(said.day), told or said.clock or NOON, ZoneInfo(zone))
    if moment > datetime.fromisoformat(values.now):
        raise values.bad(column if said.clock else beside, "time_to_come" if told or said.clock else "time_needed")
    return said.moment or moment.isoformat()
