"""What follows from an entry by itself: a refusal may hold a lot or raise a flag, a deed may erase what it must.

Consequences come after the commit of their cause. A crash in between loses none: the clock makes up for what is
missing, since the key of a consequence follows from its cause's key and erasing twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.custody.holding import HELD, held_at_once
from ledger.deeds.batches import enter
from ledger.deeds.entries import Answer, Entry
from ledger.deeds.kinds import KINDS
from ledger.deeds.sealing import split_groups
from ledger.deeds.system import system_entry
from ledger.inbox.models import InboxEntry


@dataclass(frozen=True)
class Cause:
    """A refused entry that is kept, as the inbox may show it: its open facts alone, and why it was refused."""

    key: str
    moment: datetime
    party: str
    facts: Mapping[str, Any]
    reason: Mapping[str, Any]


Consequence = Callable[[Cause], Entry | None]
AFTER_REFUSAL: dict[str, Consequence] = {}
"""Refusal code -> the system's entry that follows, or None where nothing does."""
AFTER_RECORD: dict[str, Callable[[], None]] = {}
"""Kind -> what is done once such an entry is recorded; it looks for its work itself and may run at any time."""


def after_refusal(code: str) -> Callable[[Consequence], Consequence]:
    """Register what follows from every kept refusal with this code."""

    def register(function: Consequence) -> Consequence:
        AFTER_REFUSAL[code] = function
        return function

    return register


def after_record(kind: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register what is done after an entry of this kind."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        AFTER_RECORD[kind] = function
        return function

    return register


def follow(done: Sequence[tuple[Entry, Answer]]) -> None:
    """Do what follows from these answers."""
    refused = [pair for pair in done if pair[1].kept and pair[1].status == "refused" and pair[1].code in AFTER_REFUSAL]
    _enter((str(answer.code), _cause(entry, answer)) for entry, answer in refused)
    _hold_at_once(done)
    recorded = {entry.kind for entry, answer in done if answer.status == "recorded"}
    for kind in sorted(recorded & AFTER_RECORD.keys()):
        AFTER_RECORD[kind]()


def _hold_at_once(done: Sequence[tuple[Entry, Answer]]) -> None:
    """Hold the lots whose own recording asks for it (MINE-03); after a crash the follower of risk makes up for it."""
    held = [(entry, answer) for entry, answer in done if answer.status == "recorded" and answer.holds]
    holds = [
        hold for entry, answer in held for hold in held_at_once(entry["lot"], answer.holds, entry.key, entry.moment)
    ]
    if holds:
        enter(holds)


def _cause(entry: Entry, answer: Answer) -> Cause:
    open_facts, _groups = split_groups(KINDS[entry.kind], entry.facts)
    return Cause(entry.key, entry.moment, entry.actor.party, open_facts, answer.facts)


def make_up(most: int = 500) -> None:
    """Do what a crash left out, for the latest kept refusals and for all deeds."""
    refused = InboxEntry.objects.filter(status="refused", code__in=AFTER_REFUSAL).order_by("-received_at")[:most]
    _enter((str(row.code), _kept_cause(row)) for row in refused)
    for function in AFTER_RECORD.values():
        function()


def _kept_cause(row: InboxEntry) -> Cause:
    return Cause(str(row.key), datetime.fromisoformat(row.happened_at), row.party, row.facts, row.reason)


def _enter(causes: Iterable[tuple[str, Cause]]) -> None:
    entries = [entry for code, cause in causes if (entry := AFTER_REFUSAL[code](cause))]
    if entries:
        enter(entries)


@after_refusal("tag_already_used")
def hold_for_second_use(cause: Cause) -> Entry | None:
    """Put the first lot on hold when its tag was read again for another bag (TAG-02); as of that moment."""
    lot = cause.reason.get("lot")
    if lot in {None, cause.facts.get("lot")}:
        return None
    key = str(uuid5(NAMESPACE_URL, f"hold:{cause.key}"))
    return system_entry(key, HELD, {"lot": lot, "rule": "TAG-02", "entry": cause.key}, cause.moment)
