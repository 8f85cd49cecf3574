"""What was known of a site on an earlier day: the same page, over what the log held by then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.log.knowing import Held, among, held_on


@dataclass(frozen=True)
class Then:
    """The day that a page is about; `known` is None for today, when everything in the book counts."""

    day: date
    known: Held | None = None
    held: frozenset[int] = frozenset()

    def holds(self, event_id: int | None) -> bool:
        """Say whether an event was in the book by then."""
        return event_id is not None and (self.known is None or event_id in self.held)

    def of(self, rows: Iterable[Any]) -> list[Any]:
        """Return the rows whose events were in the book by then."""
        return [row for row in rows if self.holds(row.event_id)]


def earlier_day(written: str, today: date) -> date | None:
    """Return the day that somebody asks about, if it is one that has passed."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day < today else None


def then(day: date, events: Iterable[int | None]) -> Then:
    """Return what was known on a day of these events: two questions."""
    known = held_on(day)
    return Then(day, known, among(events, known))
