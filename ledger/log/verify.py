"""Verify the whole log: every leaf, tile and checkpoint is computed again from the stored bytes.

Nothing the database says about itself is believed: hashes come from `entry`, tiles and roots from those hashes,
signatures from the keys. The work is cut into ranges of 65,536 leaves, the leaves below one tile of level 1, so that
several processes can share it and an interrupted check can go on.

A range starts from the tiles that stand left of it. It need not compute them: the range that ends where this one
begins has compared every hash of them that it made with what is stored, and so on down to the first leaf. All ranges
of one check look at one snapshot of the database. So if all hold, the tree is that of the stored bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from ledger.log.keyring import RetiredKey
from ledger.log.reading import tile_reader
from ledger.log.verify_leaves import FalseLog, leaf_hashes
from ledger.log.wire import Statement, ask
from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import parse_note
from ledger.proofs.tiles import TILE_WIDTH, RightEdge

__all__ = ["RANGE", "Checked", "FalseLog", "LogKeys", "check_range", "ranges", "snapshot", "verify_log"]

RANGE = TILE_WIDTH * TILE_WIDTH
CHECKPOINTS = "SELECT size, root, note FROM ledger_checkpoint WHERE size > %s AND size <= %s ORDER BY size"
TILES = """
    SELECT level, idx, hashes FROM ledger_tile
    WHERE (level, idx) IN (SELECT * FROM unnest(%b::integer[], %b::bigint[]))"""
SIZE = "SELECT COALESCE((SELECT size FROM ledger_logstate WHERE id = 1), 0)"
LOST = """
    SELECT event.id, event.key FROM ledger_event event
    WHERE NOT EXISTS (SELECT FROM ledger_leaf leaf WHERE leaf.event_id = event.id)
      AND NOT EXISTS (SELECT FROM ledger_pending pending WHERE pending.event_id = event.id)
    ORDER BY event.id LIMIT 1"""
UNKEYED = """
    SELECT event.id, event.key FROM ledger_event event
    LEFT JOIN ledger_eventkey known ON known.key = event.key AND known.event_id = event.id
    WHERE known.key IS NULL OR known.outcome <> 'recorded' ORDER BY event.id LIMIT 1"""


@dataclass
class Checked:
    """What was computed again."""

    leaves: int = 0
    tiles: int = 0
    checkpoints: int = 0

    def add(self, other: Checked) -> None:
        self.leaves += other.leaves
        self.tiles += other.tiles
        self.checkpoints += other.checkpoints


class LogKeys:
    """The keys by which this log signed: the one in force, and those that were changed, each up to a size."""

    def __init__(self, current: Verifier, retired: Sequence[RetiredKey] = ()) -> None:
        self.name = current.name
        self._known: dict[tuple[str, bytes], tuple[Verifier, int | None]] = {
            (key.verifier.name, key.verifier.key_id): (key.verifier, key.until) for key in retired
        }
        self._known[current.name, current.key_id] = (current, None)

    def check(self, note: str, text: str, size: int) -> None:
        """Raise ProofError or InvalidSignature unless a key that counted at this size signed, and none falsely.

        libcrypto here, the verifier's own arithmetic in packs: a log may hold a million checkpoints.
        """
        good = False
        for signature in parse_note(note).signatures:
            verifier, until = self._known.get((signature.name, signature.key_id), (None, None))
            if verifier is not None:
                Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature.signature, text.encode())
                good = good or until is None or size <= until
        if not good:
            raise ProofError("no signature by a key of this log")


def verify_log(verifier: Verifier, retired: Sequence[RetiredKey] = (), since: int = 0) -> Checked:
    """Compute everything from a position on again; raises FalseLog at the first thing that is false."""
    checked, keys, size = Checked(), LogKeys(verifier, retired), log_size()
    for start, end in ranges(since, size):
        checked.add(check_range(start, end, keys))
    check_beyond(size)
    return checked


def log_size() -> int:
    """Return how many events have a position."""
    (((size,),),) = ask([Statement(SIZE)])
    return int(size)


def ranges(since: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield what is checked at a time: the leaves below one tile of level 1, or what there is of them."""
    start = since - since % TILE_WIDTH
    while start < size:
        end = min(size, start - start % RANGE + RANGE)
        yield start, end
        start = end


def check_range(start: int, end: int, keys: LogKeys) -> Checked:
    """Compute the leaves, tiles and checkpoints of a range again; raises FalseLog."""
    checked = Checked()
    try:
        edge = RightEdge.load(start, tile_reader())
    except (ProofError, ObjectDoesNotExist) as fault:
        raise FalseLog(f"the tiles left of position {start} are not whole: {fault}") from None
    hashes = leaf_hashes(start, end)
    checked.leaves = len(hashes)
    _check_roots(edge, start, end, hashes, keys, checked)
    return checked


def check_beyond(size: int) -> None:
    """Raise FalseLog for what lies beyond the tree, and for events that are neither in it nor on their way."""
    beyond = (
        ("SELECT position FROM ledger_leaf WHERE position >= %s LIMIT 1", "position"),
        ("SELECT size FROM ledger_checkpoint WHERE size > %s LIMIT 1", "checkpoint"),
    )
    for sql, what in beyond:
        (found,) = ask([Statement(sql, [size])])
        if found:
            raise FalseLog(f"{what} {found[0][0]} lies beyond the tree of {size} events")
    _refuse_first(LOST, "is neither in the tree nor waiting for a position")
    _refuse_first(UNKEYED, "has no entry key of its own")


def _check_roots(
    edge: RightEdge, start: int, end: int, hashes: Sequence[bytes], keys: LogKeys, checked: Checked
) -> None:
    """Extend the tree by one range, stopping at every checkpoint in it; then compare the tiles it touched."""
    (notes,) = ask([Statement(CHECKPOINTS, [start, end])])
    touched: dict[tuple[int, int], bytes] = {}
    done = start
    for size, root, note in [*notes, (end, None, None)]:
        for tile in edge.extend(hashes[done - start : size - start]):
            touched[tile.level, tile.index] = tile.hashes
        done = size
        if note is not None:
            _check_checkpoint(size, bytes(root), note, edge.root(), keys)
            checked.checkpoints += 1
    checked.tiles += _check_tiles(touched)


def _check_tiles(touched: dict[tuple[int, int], bytes]) -> int:
    (stored,) = ask([Statement(TILES, [[level for level, _ in touched], [index for _, index in touched]])])
    kept = {(level, index): bytes(hashes) for level, index, hashes in stored}
    for (level, index), hashes in touched.items():
        # a tile may have grown since this range: what we computed must be its beginning
        if not kept.get((level, index), b"").startswith(hashes):
            raise FalseLog(f"tile {level}/{index} is not what its events make it")
    return len(touched)


def _check_checkpoint(size: int, root: bytes, note: str, computed: bytes, keys: LogKeys) -> None:
    try:
        text = parse_note(note).text
        signed = parse_checkpoint(text)
        keys.check(note, text, size)
    except (ProofError, InvalidSignature):
        raise FalseLog(f"checkpoint {size} is not signed by this log's key") from None
    if (signed.origin, signed.size) != (keys.name, size):
        raise FalseLog(f"checkpoint {size} speaks of {signed.origin} at {signed.size}")
    if not root == signed.root == computed:
        raise FalseLog(f"checkpoint {size} has another root than its events")


def _refuse_first(sql: str, fault: str) -> None:
    (found,) = ask([Statement(sql)])
    for number, key in found:
        raise FalseLog(f"event {number} ({key}) {fault}")


def snapshot() -> Any:
    """Let the whole check see one moment of the database, while writers go on."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
