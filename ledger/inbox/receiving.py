"""Receive: a batch of envelopes is read, entered and answered, in order; what it completes is woken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.custody.holding import HELD
from ledger.deeds.batches import enter
from ledger.deeds.entries import Actor, Answer, Entry
from ledger.deeds.system import system_entry
from ledger.errors import BadEntry, NotAllowed
from ledger.inbox.envelopes import read_envelope
from ledger.inbox.keeping import NAMES, Keeper, no_longer_waiting, waiting_entries, waiting_for
from ledger.inbox.models import InboxEntry
from ledger.parties.access import may_enter

MOST_ENTRIES = 400


def receive(envelopes: Sequence[Any], actor: Actor) -> list[Answer]:
    """Answer every envelope in its order; a bad one is answered in place and leaves the others whole."""
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
    entered = iter(enter_and_wake(entries) if entries else [])
    return [answer or next(entered) for answer in answers]


def _bad(envelope: Any, bad: BadEntry | NotAllowed) -> Answer:
    key = envelope.get("key") if isinstance(envelope, dict) else None
    field = bad.field if isinstance(bad, BadEntry) else "kind"
    return Answer(str(key or ""), "refused", bad.code, dict(bad.facts), field=field, kept=False)


def enter_and_wake(entries: Sequence[Entry]) -> list[Answer]:
    """Enter a batch, hold lots whose tag was read twice, then enter what waited for it, until nothing more comes."""
    keeper = Keeper(entries)
    answers = enter(entries, keeper)
    done = list(zip(entries, answers, strict=True))
    hold_for_second_use(done)
    while keeper.somebody_waits and (woken := waiting_for(_new_names(done))):
        keeper = Keeper(woken)
        done = list(zip(woken, enter(woken, keeper), strict=True))
        _settle(done)
        hold_for_second_use(done)
    return answers


def retry_waiting() -> int:
    """Enter everything that waits once more and place holds that a crash left out; return how many were recorded."""
    place_missing_holds()
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


def hold_for_second_use(done: Iterable[tuple[Entry, Answer]]) -> None:
    """Put the first lot on hold when its tag was read again for another bag (TAG-02)."""
    holds = [
        _hold(answer.facts["lot"], entry.key, entry.moment)
        for entry, answer in done
        if answer.code == "tag_already_used" and answer.kept and answer.facts.get("lot") not in {None, entry.get("lot")}
    ]
    if holds:
        enter(holds)


def place_missing_holds(most: int = 500) -> None:
    """Place holds for kept refusals whose hold is missing; the key of a hold follows from the refused entry's."""
    refused = InboxEntry.objects.filter(status="refused", code="tag_already_used").order_by("-received_at")[:most]
    holds = [
        _hold(row.reason["lot"], str(row.key), datetime.fromisoformat(row.happened_at))
        for row in refused
        if row.reason.get("lot") and row.reason["lot"] != row.facts.get("lot")
    ]
    if holds:
        enter(holds)


def _hold(lot: str, cause: str, moment: datetime) -> Entry:
    """Return the hold that a refused entry causes; it happens when its cause happened."""
    key = str(uuid5(NAMESPACE_URL, f"hold:{cause}"))
    return system_entry(key, HELD, {"lot": lot, "rule": "TAG-02", "entry": cause}, moment)
