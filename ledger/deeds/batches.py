"""A batch of entries becomes events: one path for one entry, five hundred, and (without check) replay.

Lock first, read afterwards, under READ COMMITTED; write in bulk; commit is durable (ARCHITECTURE §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.db import DatabaseError, transaction

from ledger.deeds import statements
from ledger.deeds.checking import Sealed, judge
from ledger.deeds.entries import Answer, Entry
from ledger.deeds.kinds import KINDS
from ledger.deeds.needs import Wanted
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.log import append as log
from ledger.log.keys import KEY_OUTCOMES
from ledger.log.wire import Statement, ask, in_one

Loaded = tuple[Table, list[str], Statement]


class Keeper(Protocol):
    """What the engine asks of whoever keeps refused and waiting entries; it is asked again at every try."""

    def statements(self, answered: Sequence[tuple[Entry, Answer]]) -> list[Statement]:
        """Return what to write in the same transaction."""

    def question(self) -> list[Statement]:
        """Return what else to ask on the way, at most one statement."""

    def hear(self, rows: list[Any]) -> None:
        """Take the answer."""


class KeepsNothing:
    """For entries of the system itself: a refusal of theirs means that there is nothing left to say."""

    def statements(self, answered: Sequence[tuple[Entry, Answer]]) -> list[Statement]:
        return []

    def question(self) -> list[Statement]:
        return []

    def hear(self, rows: list[Any]) -> None:
        return None


MOST_TRIES = 8
RETRIED = (psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


def enter(entries: Sequence[Entry], keeper: Keeper | None = None, now: datetime | None = None) -> list[Answer]:
    """Enter a batch in order and return its answers; refused entries leave the others whole.

    What `keeper` says is written in the same transaction. On a unique violation (somebody else was first with a key
    or a new row) the whole transaction rolls back and runs again: what was new is then there to be locked.
    """
    for attempt in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _enter_once(entries, keeper or KeepsNothing(), now or datetime.now(UTC), attempt > 0)
        except DatabaseError as error:
            if not isinstance(error.__cause__, RETRIED) or attempt == MOST_TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _enter_once(entries: Sequence[Entry], keeper: Keeper, now: datetime, look_for_new: bool) -> list[Answer]:
    rows = Rows()
    wanted, outcomes = _lock_named(entries, rows)
    ids = _lock_pointed_to(entries, rows, wanted, look_for_new)
    sealed = []
    answers = []
    for entry, event_id in zip(entries, ids, strict=True):
        answer, leaf = judge(entry, rows, outcomes, event_id, settings.LOG_ORIGIN, now)
        answers.append(answer)
        if leaf:
            sealed.append(leaf)
    _write(sealed, rows, keeper, list(zip(entries, answers, strict=True)))
    return answers


def _lock_named(entries: Sequence[Entry], rows: Rows) -> tuple[Wanted, dict[str, log.KeyOutcome]]:
    """First stage: lock what the facts name, then read the keys; one round trip."""
    wanted = Wanted()
    for entry in entries:
        wanted.add(KINDS[entry.kind].needs(entry))
    sent = _locks(wanted, rows)
    keys = sorted({entry.key for entry in entries} | {head for entry in entries for head in entry.heads.values()})
    *found, known = ask([*(statement for _, _, statement in sent), Statement(KEY_OUTCOMES, [keys])])
    for (table, names, _), records in zip(sent, found, strict=True):
        rows.load(table, names, map(table.row._make, records))
    outcomes = {record[0]: log.KeyOutcome(*record) for record in known}
    rows.recorded = {key: outcome.outcome for key, outcome in outcomes.items()}
    return wanted, outcomes


def _lock_pointed_to(entries: Sequence[Entry], rows: Rows, wanted: Wanted, look_for_new: bool) -> list[int]:
    """Second stage: lock what locked rows point to, read dependants, draw ids after the last lock."""
    for entry in entries:
        wanted.add(KINDS[entry.kind].needs_more(entry, rows))
    locks = _locks(wanted, rows)
    reads = [(table, sorted(owners), statements.loading(table, owners)) for table, owners in wanted.read.items()]
    news = _news(wanted, rows) if look_for_new else []
    drawn = log.next_ids(len(entries))
    *found, ids = ask([*(statement for _, _, statement in [*locks, *news, *reads]), drawn])
    for place, (table, names, _) in enumerate([*locks, *news, *reads]):
        made = map(table.row._make, found[place])
        rows.load_lists(table, names, made) if table.by else rows.load(table, names, made)
    for table, keys in wanted.create.items():
        rows.load(table, keys, [])
    return [number for (number,) in ids]


def _news(wanted: Wanted, rows: Rows) -> list[Loaded]:
    """Read the rows that shall be new. A row that does not exist cannot be locked: its primary key decides.

    So the first try takes them for new and saves the question; a try after a unique violation asks.
    """
    return [
        (table, keys, statements.loading(table, keys))
        for table, wished in wanted.create.items()
        if (keys := sorted(key for key in wished if not rows.holds(table, key)))
    ]


def _locks(wanted: Wanted, rows: Rows) -> list[Loaded]:
    missing = (
        (table, sorted(key for key in keys if not rows.holds(table, key)))
        for table, keys in sorted(wanted.lock.items(), key=lambda item: item[0].order)
    )
    return [
        (table, keys, statements.locking(table, keys, strong=table in wanted.strong)) for table, keys in missing if keys
    ]


def _write(sealed: list[Sealed], rows: Rows, keeper: Keeper, answered: Sequence[tuple[Entry, Answer]]) -> None:
    """Write everything in one statement, keys first; one round trip."""
    final = [(entry, answer) for entry, answer in answered if answer.status in {"recorded", "refused"} and answer.kept]
    writing = log.append([(each.event_id, each.leaf) for each in sealed], [_outcome(*pair) for pair in final])
    for table in sorted({*rows.added, *rows.changed}, key=lambda table: table.order):
        if rows.added.get(table):
            writing.append(statements.adding(table, rows.added[table].values()))
        if rows.changed.get(table):
            writing.append(statements.changing(table, rows.changed[table].values()))
    question = keeper.question()
    heard = ask([*in_one([*writing, *keeper.statements(answered)]), *question])
    if question:
        keeper.hear(heard[-1])


def _outcome(entry: Entry, answer: Answer) -> log.KeyOutcome:
    said = {"code": answer.code, "facts": answer.facts, "rule": answer.rule} if answer.status == "refused" else None
    return log.KeyOutcome(entry.key, entry.actor.id, entry.words_hash, answer.status, answer.event_id, said)


def too_far_ahead(moment: datetime, now: datetime) -> bool:
    """Say whether a time lies more than 24 hours in the future: a phone's clock may be wrong, not that wrong."""
    return moment > now + timedelta(hours=24)
