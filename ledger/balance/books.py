"""Which postings a question is about, and up to which event of the log: "as known on" a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
_AT = "SELECT id, recorded_at FROM ledger_event WHERE id >= %s ORDER BY id LIMIT 1"
_LAST = "SELECT id FROM ledger_event ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True)
class Scope:
    """Whose, where and what; what is left empty is not asked about. `known` is the last event that counts."""

    party: str = ""
    place: str = ""
    mineral: str = ""
    lot: str = ""
    known: int | None = None

    def as_known(self, event: int | None) -> Scope:
        return replace(self, known=event)

    def condition(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on postings (move) with its values."""
        asked = [(name, getattr(self, name)) for name in ("party", "place", "mineral", "lot") if getattr(self, name)]
        said, values = [f"move.{name} = %s" for name, _ in asked], [value for _, value in asked]
        if self.known is not None:
            said.append("move.event_id <= %s")
            values.append(self.known)
        return " AND ".join(said) or "true", values


def rows_of(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
    """Ask the database one question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def last_event_by(day: date) -> int:
    """Return the number of the last event recorded by the end of a day (UTC); 0 if there was none.

    Numbers follow the time of recording, so it is found by halving: some twenty looks at the key, however long the log.
    """
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    low, found = 1, 0
    high = next((number for (number,) in rows_of(_LAST, [])), 0)
    while low <= high:
        middle = (low + high) // 2
        number, recorded_at = rows_of(_AT, [middle])[0]
        if recorded_at < end:
            found, low = number, number + 1
        else:
            high = middle - 1
    return found
