"""Entries about a site that were taken back: they stay in the book, struck, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.log.reading import Positioned
from sites.showing.knowing import Then
from sites.withdrawing.models import Withdrawn


@dataclass(frozen=True)
class Struck:
    """One entry that counts no more, and the entry that says why."""

    kind: str
    recorded_at: datetime | None
    reason: str
    taken_back_at: datetime | None


def struck(rows: Sequence[Withdrawn], events: Mapping[int, Positioned], at: Then) -> list[Struck]:
    """Return what had been taken back by then, the latest first."""
    known = [row for row in rows if at.holds(row.by_event_id) and row.event_id in events]
    known.sort(key=lambda row: (row.by_event_id, row.event_id), reverse=True)
    return [
        Struck(
            events[row.event_id].kind,
            _recorded(events.get(row.event_id)),
            row.reason,
            _recorded(events.get(row.by_event_id)),
        )
        for row in known
    ]


def _recorded(event: Positioned | None) -> datetime | None:
    return datetime.fromisoformat(event.envelope["recorded_at"]) if event else None
