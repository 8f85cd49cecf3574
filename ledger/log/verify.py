"""Verify the whole log: every leaf, tile and checkpoint is computed again from the stored bytes.

Nothing the database says about itself is believed: hashes come from `entry`, tiles and roots from those hashes,
signatures from the key file. Streams in chunks, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from ledger.log.wire import Statement, ask
from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import parse_note
from ledger.proofs.tiles import RightEdge

CHUNK = 20_000
LEAVES = """
    SELECT leaf.position, leaf.event_id, leaf.hash, event.hash, event.entry, event.key::text, event.kind
    FROM ledger_leaf leaf LEFT JOIN ledger_event event ON event.id = leaf.event_id
    WHERE leaf.position >= %s AND leaf.position < %s ORDER BY leaf.position"""
CHECKPOINTS = "SELECT size, root, note FROM ledger_checkpoint WHERE size > %s AND size <= %s ORDER BY size"
TILES = (
    "SELECT level, idx, hashes FROM ledger_tile WHERE (level, idx) IN (SELECT * FROM unnest(%b::int[], %b::bigint[]))"
)
LOST = """
    SELECT event.id, event.key FROM ledger_event event
    WHERE NOT EXISTS (SELECT FROM ledger_leaf leaf WHERE leaf.event_id = event.id)
      AND NOT EXISTS (SELECT FROM ledger_pending pending WHERE pending.event_id = event.id)
    ORDER BY event.id LIMIT 1"""
UNKEYED = """
    SELECT event.id, event.key FROM ledger_event event
    LEFT JOIN ledger_eventkey known ON known.key = event.key AND known.event_id = event.id
    WHERE known.key IS NULL OR known.outcome <> 'recorded' ORDER BY event.id LIMIT 1"""


class FalseLog(Exception):
    """The log is not what it says; the message names the first bad event or checkpoint."""


@dataclass
class Checked:
    """What was computed again."""

    leaves: int = 0
    tiles: int = 0
    checkpoints: int = 0


def verify_log(verifier: Verifier) -> Checked:
    """Compute everything again; raises FalseLog at the first thing that is false."""
    checked = Checked()
    edge = RightEdge()
    (((size,),),) = ask([Statement("SELECT COALESCE((SELECT size FROM ledger_logstate WHERE id = 1), 0)")])
    for start in range(0, size, CHUNK):
        end = min(size, start + CHUNK)
        hashes = list(_leaf_hashes(start, end))
        checked.leaves += len(hashes)
        _check_roots(edge, start, end, hashes, verifier, checked)
    _check_beyond(size)
    _refuse_first(LOST, "is neither in the tree nor waiting for a position")
    _refuse_first(UNKEYED, "has no entry key of its own")
    return checked


def _leaf_hashes(start: int, end: int) -> Iterator[bytes]:
    (records,) = ask([Statement(LEAVES, [start, end])])
    for wanted, (position, number, leaf, kept, entry, key, kind) in enumerate(records, start):
        if position != wanted:
            raise FalseLog(f"position {wanted} is missing")
        if entry is None:
            raise FalseLog(f"event {number} at position {position} is gone")
        computed = sha256(b"\x00" + entry).digest()
        if computed != leaf or computed != kept:
            raise FalseLog(f"event {number} ({key}) at position {position} is not what was sealed")
        # canonical JSON is sorted, so key and kind stand side by side
        if f'"key":"{key}","kind":"{kind}"'.encode() not in entry:
            raise FalseLog(f"event {number} ({key}) at position {position}: its columns differ from its leaf")
        yield computed
    if len(records) != end - start:
        raise FalseLog(f"position {start + len(records)} is missing")


def _check_roots(
    edge: RightEdge, start: int, end: int, hashes: list[bytes], verifier: Verifier, checked: Checked
) -> None:
    """Extend the tree by one chunk, stopping at every checkpoint in it; then compare the tiles it touched."""
    (notes,) = ask([Statement(CHECKPOINTS, [start, end])])
    touched: dict[tuple[int, int], bytes] = {}
    done = start
    for size, root, note in [*notes, (end, None, None)]:
        for tile in edge.extend(hashes[done - start : size - start]):
            touched[tile.level, tile.index] = tile.hashes
        done = size
        if note is not None:
            _check_checkpoint(size, bytes(root), note, edge.root(), verifier)
            checked.checkpoints += 1
    checked.tiles += _check_tiles(touched)


def _check_tiles(touched: dict[tuple[int, int], bytes]) -> int:
    (stored,) = ask([Statement(TILES, [[level for level, _ in touched], [index for _, index in touched]])])
    kept = {(level, index): bytes(hashes) for level, index, hashes in stored}
    for (level, index), hashes in touched.items():
        # a tile may have grown since this chunk: what we computed must be its beginning
        if not kept.get((level, index), b"").startswith(hashes):
            raise FalseLog(f"tile {level}/{index} is not what its events make it")
    return len(touched)


def _check_checkpoint(size: int, root: bytes, note: str, computed: bytes, verifier: Verifier) -> None:
    try:
        text = parse_note(note).text
        signed = parse_checkpoint(text)
        _check_signature(note, text, verifier)
    except (ProofError, InvalidSignature):
        raise FalseLog(f"checkpoint {size} is not signed by this log's key") from None
    if (signed.origin, signed.size) != (verifier.name, size):
        raise FalseLog(f"checkpoint {size} speaks of {signed.origin} at {signed.size}")
    if not root == signed.root == computed:
        raise FalseLog(f"checkpoint {size} has another root than its events")


def _check_signature(note: str, text: str, verifier: Verifier) -> None:
    # libcrypto here, the verifier's own arithmetic in packs: a log may hold a million checkpoints
    for signature in parse_note(note).signatures:
        if signature.name == verifier.name and signature.key_id == verifier.key_id:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature.signature, text.encode())
            return
    raise ProofError("no signature by this key")


def _check_beyond(size: int) -> None:
    beyond = (
        ("SELECT position FROM ledger_leaf WHERE position >= %s LIMIT 1", "position"),
        ("SELECT size FROM ledger_checkpoint WHERE size > %s LIMIT 1", "checkpoint"),
    )
    for sql, what in beyond:
        (found,) = ask([Statement(sql, [size])])
        if found:
            raise FalseLog(f"{what} {found[0][0]} lies beyond the tree of {size} events")


def _refuse_first(sql: str, fault: str) -> None:
    (found,) = ask([Statement(sql)])
    for number, key in found:
        raise FalseLog(f"event {number} ({key}) {fault}")


def snapshot() -> Any:
    """Let the whole check see one moment of the database, while writers go on."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
