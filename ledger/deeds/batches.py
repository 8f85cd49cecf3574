"""A batch of entries becomes events: one path for one entry, five hundred, and (without check) replay.

Lock first, read afterwards, under READ COMMITTED; write in bulk; commit is durable (ARCHITECTURE §3).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.db import DatabaseError, transaction

from ledger.deeds import statements
from ledger.deeds.checking import Sealed, judge
from ledger.deeds.entries import Answer, Entry
from ledger.deeds.loading import lock_and_load
from ledger.deeds.needs import Wanted
from ledger.deeds.rows import Rows
from ledger.errors import LogFrozen
from ledger.log import append as log
from ledger.log.wire import Statement, ask, in_one


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
RETRIED = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
logger = logging.getLogger(__name__)


def enter(entries: Sequence[Entry], keeper: Keeper | None = None, now: datetime | None = None) -> list[Answer]:
    """Enter a batch in order and return its answers; refused entries leave the others whole.

    What `keeper` says is written in the same transaction. On a unique violation (somebody else was first with a key
    or a new row) the whole transaction rolls back and runs again: what was new is then there to be locked. So it does
    when a lock that was found out late is not free: the next try takes it in its order.
    """
    learnt = Wanted()
    for attempt in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _enter_once(entries, keeper or KeepsNothing(), now or datetime.now(UTC), attempt > 0, learnt)
        except DatabaseError as error:
            if isinstance(error.__cause__, psycopg.errors.ReadOnlySqlTransaction):
                raise LogFrozen from None
            if not isinstance(error.__cause__, RETRIED) or attempt == MOST_TRIES - 1:
                raise
            if isinstance(error.__cause__, psycopg.errors.DeadlockDetected):
                # the answer is right, but it took a second: something is locked out of order
                logger.warning("deadlock among %s; entered again", ", ".join(sorted({each.kind for each in entries})))
    raise AssertionError("unreachable")


def _enter_once(
    entries: Sequence[Entry], keeper: Keeper, now: datetime, look_for_new: bool, learnt: Wanted
) -> list[Answer]:
    rows = Rows()
    outcomes, ids = lock_and_load(entries, rows, look_for_new, learnt)
    sealed = []
    answers = []
    for entry, event_id in zip(entries, ids, strict=True):
        answer, leaf = judge(entry, rows, outcomes, event_id, settings.LOG_ORIGIN, now)
        answers.append(answer)
        if leaf:
            sealed.append(leaf)
    _write(sealed, rows, keeper, list(zip(entries, answers, strict=True)))
    return answers


def _write(sealed: list[Sealed], rows: Rows, keeper: Keeper, answered: Sequence[tuple[Entry, Answer]]) -> None:
    """Write everything in one statement, keys first, behind what is taken away; one round trip."""
    final = [(entry, answer) for entry, answer in answered if answer.status in {"recorded", "refused"} and answer.kept]
    writing = log.append([(each.event_id, each.leaf) for each in sealed], [_outcome(*pair) for pair in final])
    for table in sorted({*rows.added, *rows.changed}, key=lambda table: table.order):
        if rows.added.get(table):
            writing.append(statements.adding(table, rows.added[table].values()))
        if rows.changed.get(table):
            writing.append(statements.changing(table, rows.changed[table].values()))
    question = keeper.question()
    # apart from the rest: parts of one statement do not see that a row of the same key is gone
    gone = [statements.removing(table, owners) for table, owners in rows.replaced.items()]
    heard = ask([*gone, *in_one([*writing, *keeper.statements(answered)]), *question])
    if question:
        keeper.hear(heard[-1])


def _outcome(entry: Entry, answer: Answer) -> log.KeyOutcome:
    said = {"code": answer.code, "facts": answer.facts, "rule": answer.rule} if answer.status == "refused" else None
    return log.KeyOutcome(entry.key, entry.actor.id, entry.words_hash, answer.status, answer.event_id, said)


def too_far_ahead(moment: datetime, now: datetime) -> bool:
    """Say whether a time lies more than 24 hours in the future: a phone's clock may be wrong, not that wrong."""
    return moment > now + timedelta(hours=24)
