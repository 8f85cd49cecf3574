"""Custody as steps: events of a lot and of what went into it, in the order in which they happened. Pure.

What happened to the lot itself stands by the day; what happened to the bags that went into it is taken together by
kind, party and place, or a lot of two hundred bags would have six hundred steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ledger.log.reading import Positioned

HAND_OVERS = (
    "lot.tagged",
    "lot.imported",
    "stock.brought_in",
    "lot.bought",
    "consignment.dispatched",
    "consignment.received",
    "consignment.refused",
    "consignment.returned",
    "lot.exported",
)
WORK = (
    "lot.blended",
    "lot.split",
    "lot.processed",
    "lot.assayed",
    "lot.weighed",
    "lot.held",
    "lot.released",
    "lot.retagged",
)
LATE = timedelta(hours=24)


@dataclass
class Step:
    """Events of one kind by one party at one place, taken together.

    `grams` is the book mass of their lots; `late_days` the longest time between what happened and its recording.
    """

    kind: str
    party: str
    place: str
    first: datetime
    last: datetime
    lots: list[str] = field(default_factory=list)
    grams: int = 0
    actors: set[str] = field(default_factory=set)
    late_days: int = 0
    recorded: datetime | None = None
    events: list[Positioned] = field(default_factory=list)
    number: int | None = None

    @property
    def is_work(self) -> bool:
        return self.kind in WORK


def steps(
    own: str, events: Iterable[Positioned], lots_of: Mapping[int, Iterable[str]], masses: Mapping[str, int]
) -> list[Step]:
    """Return the steps of the lot `own`; hand-overs are numbered, work on the ore is not."""
    found: dict[tuple[str, str, str, str], Step] = {}
    for event in events:
        kind = event.kind.rsplit(".v", 1)[0]
        if kind in HAND_OVERS + WORK:
            lots = _spoken_of(kind, event, lots_of)
            _add(found, kind, event, lots, masses, apart=_apart(kind, event, own in lots))
    ordered = sorted(found.values(), key=lambda step: (step.first, step.events[0].id))
    number = 0
    for step in ordered:
        if not step.is_work:
            number += 1
            step.number = number
    return ordered


def _spoken_of(kind: str, event: Positioned, lots_of: Mapping[int, Iterable[str]]) -> list[str]:
    if kind == "lot.blended":
        return [event.facts["lot"]]  # what came out; what went in has steps of its own
    return sorted(lots_of.get(event.id, ()))


def _apart(kind: str, event: Positioned, own: bool) -> str:
    """Return what keeps an event from being taken together with others like it: a day, or nothing."""
    if kind == "lot.blended":
        return event.key
    return str(event.envelope["local_date"]) if own else ""


def _add(
    found: dict[Any, Step], kind: str, event: Positioned, lots: list[str], masses: Mapping[str, int], *, apart: str
) -> None:
    happened = datetime.fromisoformat(event.envelope["happened_at"])
    recorded = datetime.fromisoformat(event.envelope["recorded_at"])
    place = str(event.facts.get("place", ""))
    step = found.setdefault((kind, event.party, place, apart), Step(kind, event.party, place, happened, happened))
    step.first, step.last = min(step.first, happened), max(step.last, happened)
    step.lots += [lot for lot in lots if lot not in step.lots]
    step.grams = sum(masses.get(lot, 0) for lot in step.lots)
    step.actors.add(event.envelope["actor"])
    step.events.append(event)
    if recorded - happened > LATE and (recorded - happened).days > step.late_days:
        step.late_days, step.recorded = (recorded - happened).days, recorded


def hand_overs(found: Iterable[Step]) -> int:
    """Return how many steps hand the ore over."""
    return sum(1 for step in found if not step.is_work)


def late(found: Iterable[Step]) -> int:
    """Return how many steps hold an entry that was recorded late."""
    return sum(1 for step in found if step.late_days)
