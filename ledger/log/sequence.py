"""Sequence: events get positions, leaf hashes from their stored bytes, tiles, and a signed checkpoint.

One transaction a tick (domain/proofs.md §4.2). Two sequencers may run: an advisory lock lets one work, the size in
the state row fences the other, which then reloads. Nothing is signed from memory after an unknown commit, and nothing
before the tree was compared with all that the world was shown: where it differs, the log freezes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import transaction

from ledger.log import halting
from ledger.log.anchor import Anchor, Frozen
from ledger.log.comparing import Comparing, Holds, load_edge, refuse_another_server, root_in_tree
from ledger.log.laying import lay
from ledger.log.models import Checkpoint as CheckpointRow
from ledger.log.models import LogState
from ledger.log.reading import tile_reader
from ledger.log.wire import Statement, ask
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.tiles import RightEdge

LOCK = 7_466_001
"""Number of the advisory lock; any number that nobody else in the database uses."""
BATCH = 10_000
SECONDS_BETWEEN_CHECKPOINTS = 1.0
TAKE = """
    WITH taken AS (
        DELETE FROM ledger_pending WHERE event_id IN (
            SELECT event_id FROM ledger_pending ORDER BY event_id LIMIT %s) RETURNING event_id, since)
    SELECT event.id, event.entry,
           (SELECT greatest(0, EXTRACT(EPOCH FROM clock_timestamp() - min(since)) * 1000)::int FROM taken)
    FROM taken JOIN ledger_event event ON event.id = taken.event_id ORDER BY event.id"""


class SignsNotes(Protocol):
    """What the sequencer asks of a signer."""

    name: str

    def sign_note(self, text: str) -> str: ...


class Sequencer:
    """Keeps the right edge of the tree in memory between ticks; the database decides what it really is."""

    def __init__(self, origin: str, signer: SignsNotes, anchor: Anchor, witnesses: Holds | None = None) -> None:
        self.origin, self.signer, self.anchor = origin, signer, anchor
        self.comparing = Comparing(anchor, witnesses)
        self.edge = RightEdge()
        self.signed_size = 0
        self.signed_at: datetime | None = None
        self.loaded = False

    def load(self) -> None:
        """Take the tree and the last checkpoint from the database. Raises WrongOrigin, and Frozen as `tick` does."""
        self.loaded = False
        state, _ = LogState.objects.get_or_create(id=1, defaults={"size": 0, "origin": self.origin})
        if state.origin != self.origin:
            raise WrongOrigin(f"LODEBOOK_ORIGIN is {self.origin}, but the log in this database is {state.origin}.")
        with self._freezing():
            _refuse_frozen(state.frozen)
            # in this order: another sequencer may sign and anchor more between the two
            promised = self.comparing.promises()
            state.refresh_from_db()
            refuse_another_server(self.anchor)
            self._reload(state.size)
            self.comparing.check(state.size, tile_reader, promised)
            last = CheckpointRow.objects.order_by("-size").first()
            self.signed_size, self.signed_at = (last.size, last.signed_at) if last else (0, None)
            self._make_up_for_a_crash(last)
        self.loaded = True

    def tick(self, now: datetime | None = None, *, sign: bool = False) -> int:
        """Sequence what is pending and sign when it is time (or at once, if told so).

        Returns how many events got a position; 0 too when another sequencer is at work. Raises Frozen, and freezes
        the log, where the tree does not hold what was published of it.
        """
        if not self.loaded:
            self.load()
        now = now or datetime.now(UTC)
        checkpoint = None
        try:
            with self._freezing(), transaction.atomic():
                if not _alone():
                    return 0
                taken = self._take()
                if self._unsigned() and (sign or self._time_to_sign(now)):
                    self.comparing.check(self.edge.size, tile_reader)
                    checkpoint = self._sign(now)
        except Exception:
            # memory may be ahead of what was committed: the next tick reads the database again
            self.loaded = False
            raise
        if checkpoint:
            # only after the commit is certain; a checkpoint that only memory knows is never published
            self.signed_size, self.signed_at = checkpoint.size, now
            self._anchor(checkpoint.note)
        return taken

    def finish(self) -> None:
        """Sequence all that is pending and sign it, however young the last checkpoint is."""
        while self.tick(sign=True):
            pass

    @contextmanager
    def _freezing(self) -> Iterator[None]:
        """Let the whole ledger know that it is frozen, once nothing of a transaction is left."""
        try:
            yield
        except Frozen as frozen:
            halting.freeze(frozen.reason, frozen.published, frozen.held, frozen.whose)
            raise

    def _reload(self, size: int) -> None:
        self.comparing.forget()
        self.edge = load_edge(size, tile_reader())

    def _make_up_for_a_crash(self, last: CheckpointRow | None) -> None:
        """Anchor what was committed just before a crash: the publisher shows only what the anchor holds."""
        if last is not None and root_in_tree(last.size, tile_reader()) == bytes(last.root):
            self._anchor(last.note)

    def _anchor(self, note: str) -> None:
        """Anchor what was committed; where that fails, a full disk say, the next tick makes up for it."""
        was_loaded, self.loaded = self.loaded, False
        self.anchor.write(note)
        self.comparing.kept.add(note)
        self.loaded = was_loaded

    def _take(self) -> int:
        ((size, said),) = LogState.objects.select_for_update().filter(id=1).values_list("size", "frozen")
        _refuse_frozen(said)
        if size != self.edge.size:
            self._reload(size)
        (taken,) = ask([Statement(TAKE, [BATCH])])
        if taken:
            lay(self.edge, [(number, entry) for number, entry, _ in taken], taken[0][2])
        return len(taken)

    def _unsigned(self) -> bool:
        if self.edge.size > self.signed_size:
            # the other sequencer may have signed this size while this one slept
            last = CheckpointRow.objects.order_by("-size").values_list("size", "signed_at").first()
            self.signed_size, self.signed_at = last or (0, None)
        return self.edge.size > self.signed_size

    def _time_to_sign(self, now: datetime) -> bool:
        if self.signed_at is None:
            return True
        since = (now - self.signed_at).total_seconds()
        # a clock that was ahead and is right again must not keep the next checkpoint waiting until it is there again
        return since < 0 or since >= SECONDS_BETWEEN_CHECKPOINTS

    def _sign(self, now: datetime) -> CheckpointRow:
        root = self.edge.root()
        note = self.signer.sign_note(Checkpoint(self.origin, self.edge.size, root).text())
        return CheckpointRow.objects.create(size=self.edge.size, root=root, note=note, signed_at=now)


class WrongOrigin(Exception):
    """The settings name another log than the database holds."""


def _alone() -> bool:
    (((alone,),),) = ask([Statement("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])])
    return bool(alone)


def _refuse_frozen(said: dict[str, Any] | None) -> None:
    if said is not None:
        raise Frozen.again(said)
