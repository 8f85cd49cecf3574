"""Reads the rule book: what each row says now, or said as of an event, and which rows count on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any


def latest(rows: Iterable[Any], known_at: int | None = None) -> list[Any]:
    """Return for each shelf and key the row stated last, in the order of the keys; as known at an event if named."""
    found: dict[tuple[str, str], Any] = {}
    for row in sorted(rows, key=lambda row: row.event_id):
        if known_at is None or row.event_id <= known_at:
            found[row.shelf, row.key] = row
    return [found[name] for name in sorted(found)]


def in_force(rows: Iterable[Any], day: date) -> list[Any]:
    """Return the rows that count on a day, their first and last days included."""
    return [
        row
        for row in latest(rows)
        if (row.in_force_from is None or row.in_force_from <= day)
        and (row.in_force_to is None or day <= row.in_force_to)
    ]
