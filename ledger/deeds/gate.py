"""The gate that every batch passes before its first lock, so that whoever swaps read tables can wait for those inside.

A batch holds the gate for sharing until its transaction ends: batches never wait for each other there. A rebuild looks
through it to learn up to which id the log is settled, and shuts it for the moment of the swap: who waits outside holds
no lock yet, so nobody can wait in a circle.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from ledger.errors import LogFrozen
from ledger.log.wire import Statement

GATE = 7_466_002
"""Number of the advisory lock, behind that of the sequencer."""
REBUILDING = 7_466_003
"""Held by whoever rebuilds the read tables, and for sharing by whoever compares them over many statements."""
PASS = Statement(
    "SELECT pg_advisory_xact_lock_shared(%s), EXISTS (SELECT FROM ledger_logstate WHERE frozen IS NOT NULL)", [GATE]
)

_INSIDE = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND objsubid = 1 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_LAST_ID = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger_event_id_seq"
SECONDS_BETWEEN_LOOKS = 0.01


def refuse_if_frozen(passed: list[Any]) -> None:
    """Raise LogFrozen if the answer to PASS says that the log was frozen; a trigger refuses what is frozen later."""
    ((_, frozen),) = passed
    if frozen:
        raise LogFrozen


def settled() -> int:
    """Return an event id at or below which no event can appear any more; waits for who may still bring one.

    Ids are drawn before the commit, so a lower id may become visible after a higher one: "the highest id that I see" is
    no place to go on from. But an id is drawn inside the gate. So: read the last id drawn, then look who is inside.
    Whoever holds an id up to that one and has not ended yet is among them; once they have all ended, every such
    id is an event that everybody sees, or never will be one. Whoever comes in later draws a higher id.
    """
    last = _last_id()
    inside = _inside()
    while inside:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        inside &= _inside()
    return last


def shut() -> None:
    """Let nobody in until this transaction ends; waits for those inside, as long as lock_timeout allows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])


class BeingRebuilt(Exception):
    """The read tables are being rebuilt: a view of many statements might find new ones, and find them empty."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no rebuild begin while read tables are read by several statements in one snapshot. Raises BeingRebuilt.

    To be held from before the snapshot is taken: rows of a table that was swapped in later are younger than it.
    """
    if not _answer("SELECT pg_try_advisory_lock_shared(%s)"):
        raise BeingRebuilt
    try:
        yield
    finally:
        _answer("SELECT pg_advisory_unlock_shared(%s)")


def begin_rebuilding() -> bool:
    """Claim the read tables for a rebuild; false while others rebuild or look at them undisturbed."""
    return _answer("SELECT pg_try_advisory_lock(%s)")


def end_rebuilding() -> None:
    """Give them free."""
    _answer("SELECT pg_advisory_unlock(%s)")


def _answer(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [REBUILDING])
        return bool(cursor.fetchone()[0])


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ID)
        return int(cursor.fetchone()[0])


def _inside() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE, [GATE])
        return {transaction for (transaction,) in cursor.fetchall()}
