"""What the log held at the end of a day: the known axis of time (law 3). A day is known by its last checkpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ledger.log.ended_models import EndedCheckpoint, EndedLog
from ledger.log.models import Checkpoint, Leaf


@dataclass(frozen=True)
class Held:
    """A day with the number of positions that the log had at its end (UTC), and when that was signed."""

    day: date
    size: int
    signed_at: datetime | None


def held_on(day: date) -> Held:
    """Return what the log held at the end of a day; a size of 0 before the first checkpoint."""
    end = datetime.combine(day + timedelta(days=1), time(), UTC) if day < date.max else datetime.max.replace(tzinfo=UTC)
    last = Checkpoint.objects.filter(signed_at__lt=end).order_by("-size").first()
    if last is None and (before := _before_it_was_continued(end)):
        return Held(day, *before)
    return Held(day, last.size if last else 0, last.signed_at if last else None)


def _before_it_was_continued(end: datetime) -> tuple[int, datetime] | None:
    """Return what a log that has ended held by then, in positions of today: each begins one later than the last."""
    last = EndedCheckpoint.objects.filter(signed_at__lt=end).order_by("-log", "-size").first()
    if last is None:
        return None
    return last.size + EndedLog.objects.count() - last.log + 1, last.signed_at


def among(events: Iterable[int | None], held: Held) -> frozenset[int]:
    """Return which of these events were in the log by then; one query."""
    asked = {event for event in events if event is not None}
    found = Leaf.objects.filter(event_id__in=asked, position__lt=held.size)
    return frozenset(found.values_list("event_id", flat=True))
