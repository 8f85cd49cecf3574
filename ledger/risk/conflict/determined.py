"""What was determined of an area on a day: the last determination that had begun, ended or not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.risk.conflict.determining import IS_ONE

Determined = Mapping[str, Sequence[Any]]
"""Rows of determinations by area."""


def by_area(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Return determinations by the key of their area; those taken back are left out."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        if row.taken_back_by is None:
            found.setdefault(row.area, []).append(row)
    return found


def area_in_words(row: Any) -> str:
    """Return an area as a flag names it: the province as it was written with its country, a zone's code, a country."""
    if row.zone:
        return str(row.zone)
    return f"{row.province} ({row.country})" if row.province else str(row.country)


def status_on(rows: Iterable[Any], day: date) -> Any | None:
    """Return the determination in force on a day: the last that began; of two of a day the later recorded."""
    begun = [row for row in rows if row.valid_from <= day]
    last = max(begun, key=lambda row: (row.valid_from, row.event_id), default=None)
    return last if last is not None and (last.valid_to is None or day <= last.valid_to) else None


def cahra_on(areas: Iterable[str], determined: Determined, day: date) -> Any | None:
    """Return the determination that makes one of these areas a CAHRA on a day; the smallest area speaks first.

    A smaller area of its own does not free it: a country that is one holds all its provinces, since whoever decided
    about the country knew of them. Only a row about the same area lifts an earlier one.
    """
    for area in areas:
        row = status_on(determined.get(area, ()), day)
        if row is not None and row.status == IS_ONE:
            return row
    return None
