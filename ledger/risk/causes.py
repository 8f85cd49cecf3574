"""What brought a flag: the entry that speaks of its subject, and how much of the log had been seen by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from ledger.custody.models import LotEvent
from ledger.log.reading import Positioned


@dataclass(frozen=True)
class Causes:
    """Keys of the entries that speak of a subject, and the number of positions seen; empty where time is the cause."""

    entries: Mapping[str, str] = field(default_factory=dict)
    position: int | None = None

    def told(self, subject: str) -> dict[str, Any]:
        """Return what a flag keeps of its cause."""
        said = {"entry": self.entries.get(subject), "position": self.position}
        return {name: value for name, value in said.items() if value is not None}


TIME = Causes()
_now: ContextVar[Causes] = ContextVar("causes", default=TIME)


def causes_now() -> Causes:
    """Return what is being looked at."""
    return _now.get()


@contextmanager
def brought_by(events: Sequence[Positioned]) -> Iterator[None]:
    """Let flags that are raised within name these events; the last that speaks of a subject counts."""
    token = _now.set(_causes(events))
    try:
        yield
    finally:
        _now.reset(token)


def _causes(events: Sequence[Positioned]) -> Causes:
    keys = {event.id: event.key for event in events}
    entries = {word: event.key for event in events for word in _words(event.facts)}
    lots = LotEvent.objects.filter(event_id__in=list(keys)).order_by("event_id").values_list("lot", "event_id")
    entries.update({lot: keys[number] for lot, number in lots})
    positions = [event.position for event in events if event.position is not None]
    return Causes(entries, max(positions) + 1 if positions else None)


def _words(value: Any) -> Iterator[str]:
    """Return every text in facts: codes are among them, the rest is never asked for."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)
