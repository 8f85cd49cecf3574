"""Rebuild: every read table is made anew from the log beside the live one, and takes its place while writers write on.

1. Empty twins are made in a schema of their own (`beside`).
2. Rounds: learn up to which id the log is settled (`gate.settled`), replay up to there, in id order, and again, until
   little is left. Then the twins get their other indexes, rights and statistics.
3. The swap, one transaction: the gate is shut, so that no batch is under way and every event is committed; the last
   events are replayed, the live tables locked, and all change places at once. Whoever waited outside the gate or for
   a table goes on with the new ones: PostgreSQL looks names up again behind the lock, for prepared statements too.
4. The old tables are dropped.

If a long batch, report or export keeps the gate or a table longer than a second, the swap gives way, everybody goes on,
and it is tried again after one more round: nobody waits longer than these seconds for it. Runs as the login that owns
the tables, and needs as much room again as they take.
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import DatabaseError, connection, transaction

from ledger.deeds import beside, gate
from ledger.deeds.entries import Event
from ledger.deeds.replay import apply_batch, events, read_ahead
from ledger.deeds.tables import TABLES

LITTLE = 500
"""Events that may be left for the moment of the swap."""
MOST_ROUNDS, MOST_TRIES = 20, 60
PATIENCE_MS = 1_000
PAUSE_S = 0.5
Tell = Callable[[str], object]


class Rebuilding(Exception):
    """Somebody else is rebuilding the read tables, or comparing them."""


class NoQuietMoment(Exception):
    """Something held a read table or the gate at every try; the live tables are as they were."""


class Overtaken(Exception):
    """An event came with an id that was passed already: it did not come through the gate. Nothing was swapped."""


@dataclass
class Rebuilt:
    """What a rebuild did: events in all and behind the shut gate, rounds, tries of the swap, how long it was shut."""

    events: int = 0
    rounds: int = 0
    last: int = 0
    tries: int = 0
    shut_ms: float = 0.0


def shape() -> str:
    """Return a digest of the read tables' columns: another shape means that they must be rebuilt."""
    said = "\n".join(f"{table.db} {sorted(table.columns.items())}" for _, table in sorted(TABLES.items()))
    return hashlib.sha256(said.encode()).hexdigest()


def rebuild_if_changed(mark: Path) -> Rebuilt | None:
    """Rebuild when the tables' shape is not the one that the file holds, and keep it there; None if nothing was due."""
    now = shape()
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return None
    rebuilt = rebuild() if _events_after(0) else None
    mark.write_text(now, encoding="ascii")
    return rebuilt


def rebuild(tell: Tell = lambda line: None) -> Rebuilt:
    """Make the read tables anew beside the live ones and swap them. Raises Rebuilding, NoQuietMoment, CannotMove.

    Whatever is raised, the live tables are as they were.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a rebuild commits as it goes")
    if not gate.begin_rebuilding():
        raise Rebuilding
    # millions of rows without a cycle among them: nothing is won by looking for one
    gc.disable()
    try:
        beside.refuse_what_hangs_on()
        beside.make()
        return _Run(tell).run()
    finally:
        gc.enable()
        beside.drop()
        gate.end_rebuilding()


class _Run:
    """One rebuild: how far it has come."""

    def __init__(self, tell: Tell) -> None:
        self.tell, self.done, self.after = tell, Rebuilt(), 0

    def run(self) -> Rebuilt:
        first = self._catch_up()
        beside.finish()
        counted = self.done.events
        for attempt in range(MOST_TRIES):
            self.done.tries = attempt + 1
            self._catch_up()
            try:
                self._swap(first, counted)
                return self.done
            except DatabaseError as error:
                if not isinstance(error.__cause__, GAVE_WAY):
                    raise
                self.tell(f"gave way to {error.__cause__.__class__.__name__}, {self.done.events:,} events so far")
                time.sleep(PAUSE_S)
        raise NoQuietMoment

    def _catch_up(self) -> int:
        """Replay round by round until little is left; return the id up to which everything is replayed."""
        for _ in range(MOST_ROUNDS):
            upto, before = gate.settled(), self.done.events
            with beside.seen_first():
                for batch in self._batches(upto):
                    apply_batch(batch)
                    self.done.events += len(batch)
                    self.tell(f"{self.done.events:,} events replayed")
            self.after = upto
            self.done.rounds += 1
            if self.done.events - before <= LITTLE:
                break
        return self.after

    def _batches(self, upto: int) -> Iterator[list[Event]]:
        """Return the events of a round; only the first is long enough to be read ahead."""
        return events(self.after, upto=upto) if self.after else read_ahead(upto)

    def _swap(self, first: int, counted: int) -> None:
        replayed = 0
        with transaction.atomic():
            self._wait_at_most(PATIENCE_MS)
            gate.shut()
            started = time.monotonic()
            self._wait_at_most(0)
            with beside.seen_first():
                for batch in events(self.after):
                    apply_batch(batch)
                    replayed += len(batch)
            if _events_after(first) != self.done.events + replayed - counted:
                raise Overtaken
            self._wait_at_most(PATIENCE_MS)
            beside.lock_live()
            self._wait_at_most(0)
            beside.take_places()
        self.done.events += replayed
        self.done.last, self.done.shut_ms = replayed, (time.monotonic() - started) * 1_000

    def _wait_at_most(self, milliseconds: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {milliseconds:d}")


GAVE_WAY = (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


def _events_after(number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event WHERE id > %s", [number])
        return int(cursor.fetchone()[0])
