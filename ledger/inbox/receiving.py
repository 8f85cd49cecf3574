"""Receive: a batch of envelopes is read, entered and answered, in order; what it completes is woken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ledger.deeds.batches import enter
from ledger.deeds.entries import Actor, Answer, Entry
from ledger.errors import BadEntry, NotAllowed
from ledger.inbox.consequences import follow, make_up
from ledger.inbox.envelopes import read_envelope
from ledger.inbox.keeping import NAMES, Keeper, no_longer_waiting, waiting_entries, waiting_for
from ledger.log.halting import refuse_if_frozen
from ledger.log.pressure import refuse_if_behind
from ledger.parties.entering import may_enter

MOST_ENTRIES = 400


def receive(envelopes: Sequence[Any], actor: Actor, now: datetime | None = None) -> list[Answer]:
    """Answer every envelope in its order; a bad one is answered in place and leaves the others whole.

    `now` is when they came; only an invented world says anything but the clock, and it comes in however much waits for
    a position. Everybody else is asked to come again later while the log is behind (LogBehind) or takes nothing
    (LogFrozen), before anything is written.
    """
    if now is None:
        refuse_if_behind()
    entries: list[Entry] = []
    answers: list[Answer | None] = []
    for envelope in envelopes:
        try:
            entry = read_envelope(envelope, actor)
            if not may_enter(actor, entry.kind):
                raise NotAllowed(kind=entry.kind)
            entries.append(entry)
            answers.append(None)
        except (BadEntry, NotAllowed) as bad:
            answers.append(_bad(envelope, bad))
    if not entries:
        refuse_if_frozen()  # else the gate does
    entered = iter(enter_and_wake(entries, now) if entries else [])
    return [answer or next(entered) for answer in answers]


def _bad(envelope: Any, bad: BadEntry | NotAllowed) -> Answer:
    key = envelope.get("key") if isinstance(envelope, dict) else None
    field = bad.field if isinstance(bad, BadEntry) else "kind"
    return Answer(str(key or ""), "refused", bad.code, dict(bad.facts), field=field, kept=False)


def enter_and_wake(entries: Sequence[Entry], now: datetime | None = None) -> list[Answer]:
    """Enter a batch, do what follows from it, then enter what waited for it, until nothing more comes."""
    keeper = Keeper(entries)
    answers = enter(entries, keeper, now)
    done = list(zip(entries, answers, strict=True))
    follow(done)
    while keeper.somebody_waits and (woken := waiting_for(_new_names(done))):
        keeper = Keeper(woken)
        done = list(zip(woken, enter(woken, keeper, now), strict=True))
        _settle(done)
        follow(done)
    return answers


def retry_waiting() -> int:
    """Enter everything that waits once more and make up for what a crash left out; return how many were recorded."""
    make_up()
    waiting = waiting_entries()
    if not waiting:
        return 0
    done = list(zip(waiting, enter(waiting, Keeper(waiting)), strict=True))
    return _settle(done)


def _settle(done: Iterable[tuple[Entry, Answer]]) -> int:
    recorded = [entry.key for entry, answer in done if answer.status in {"recorded", "repeated"}]
    if recorded:
        no_longer_waiting(recorded)
    return len(recorded)


def _new_names(done: Iterable[tuple[Entry, Answer]]) -> set[str]:
    names = set()
    for entry, answer in done:
        if answer.status == "recorded":
            names |= {entry.key, *(entry[name] for name in NAMES if name in entry.facts)}
    return names
