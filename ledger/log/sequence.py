"""Sequence: events get positions, leaf hashes from their stored bytes, tiles, and a signed checkpoint.

One transaction a tick (domain/proofs.md §4.2). Two sequencers may run: an advisory lock lets one work, the size in
the state row fences the other, which then reloads. Nothing is signed from memory after an unknown commit.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from django.db import transaction

from ledger.log.anchor import Anchor
from ledger.log.models import Checkpoint as CheckpointRow
from ledger.log.models import LogState
from ledger.log.reading import tile_reader
from ledger.log.wire import Statement, ask
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.tiles import RightEdge, Tile
from ledger.proofs.tree import leaf_hash

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
MOVE_ON = "UPDATE ledger_logstate SET size = %b, lag_ms = %b WHERE id = 1"
LEAVES = """
    INSERT INTO ledger_leaf (position, event_id, hash)
    SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[])"""
TILES = """
    INSERT INTO ledger_tile (level, idx, hashes) SELECT * FROM unnest(%b::smallint[], %b::bigint[], %b::bytea[])
    ON CONFLICT (level, idx) DO UPDATE SET hashes = EXCLUDED.hashes"""


class SignsNotes(Protocol):
    """What the sequencer asks of a signer."""

    name: str

    def sign_note(self, text: str) -> str: ...


class Sequencer:
    """Keeps the right edge of the tree in memory between ticks; the database decides what it really is."""

    def __init__(self, origin: str, signer: SignsNotes, anchor: Anchor) -> None:
        self.origin, self.signer, self.anchor = origin, signer, anchor
        self.edge = RightEdge()
        self.signed_size = 0
        self.signed_at: datetime | None = None

    def load(self) -> None:
        """Take the tree and the last checkpoint from the database; refuses to go on behind the anchor."""
        state, _ = LogState.objects.get_or_create(id=1, defaults={"size": 0, "origin": self.origin})
        if state.origin != self.origin:
            raise WrongOrigin(f"LODEBOOK_ORIGIN is {self.origin}, but the log in this database is {state.origin}.")
        reader = tile_reader()
        self.edge = RightEdge.load(state.size, reader)
        last = CheckpointRow.objects.order_by("-size").first()
        self.signed_size, self.signed_at = (last.size, last.signed_at) if last else (0, None)
        self.anchor.compare(state.size, reader)

    def tick(self, now: datetime | None = None, *, sign: bool = False) -> int:
        """Sequence what is pending and sign when it is time (or at once, if told so).

        Returns how many events got a position; 0 too when another sequencer is at work.
        """
        now = now or datetime.now(UTC)
        checkpoint = None
        try:
            with transaction.atomic():
                if not _alone():
                    return 0
                taken = self._take()
                if self._unsigned() and (sign or self._time_to_sign(now)):
                    checkpoint = self._sign(now)
        except Exception:
            self.load()
            raise
        if checkpoint:
            # only after the commit is certain; a checkpoint that only memory knows is never published
            self.signed_size, self.signed_at = checkpoint.size, now
            self.anchor.write(checkpoint.note)
        return taken

    def finish(self) -> None:
        """Sequence all that is pending and sign it, however young the last checkpoint is."""
        while self.tick(sign=True):
            pass

    def _take(self) -> int:
        (size,) = LogState.objects.select_for_update().filter(id=1).values_list("size", flat=True)
        if size != self.edge.size:
            self.edge = RightEdge.load(size, tile_reader())
        (taken,) = ask([Statement(TAKE, [BATCH])])
        if taken:
            self._extend(size, taken)
        return len(taken)

    def _extend(self, size: int, taken: list[tuple[int, bytes, int]]) -> None:
        hashes = [leaf_hash(bytes(entry)) for _, entry, _ in taken]
        tiles = self.edge.extend(hashes)
        positions = list(range(size, size + len(taken)))
        ask(
            [
                Statement(LEAVES, [positions, [number for number, _, _ in taken], hashes], answers=False),
                Statement(TILES, _columns(tiles), answers=False),
                Statement(MOVE_ON, [size + len(taken), taken[0][2]], answers=False),
            ]
        )

    def _unsigned(self) -> bool:
        if self.edge.size > self.signed_size:
            # the other sequencer may have signed this size while this one slept
            last = CheckpointRow.objects.order_by("-size").values_list("size", "signed_at").first()
            self.signed_size, self.signed_at = last or (0, None)
        return self.edge.size > self.signed_size

    def _time_to_sign(self, now: datetime) -> bool:
        return self.signed_at is None or (now - self.signed_at).total_seconds() >= SECONDS_BETWEEN_CHECKPOINTS

    def _sign(self, now: datetime) -> CheckpointRow:
        root = self.edge.root()
        note = self.signer.sign_note(Checkpoint(self.origin, self.edge.size, root).text())
        return CheckpointRow.objects.create(size=self.edge.size, root=root, note=note, signed_at=now)


class WrongOrigin(Exception):
    """The settings name another log than the database holds."""


def _alone() -> bool:
    (((alone,),),) = ask([Statement("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])])
    return bool(alone)


def _columns(tiles: list[Tile]) -> list[list[object]]:
    return [[tile.level for tile in tiles], [tile.index for tile in tiles], [tile.hashes for tile in tiles]]
