"""Verifies what is kept of logs that have ended: leaves against the events, tiles and roots against the leaves."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.log.ended_models import EndedLog
from ledger.log.verify import FalseLog
from ledger.log.wire import Statement, ask
from ledger.proofs.checkpoints import Checkpoint, open_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import Verifier
from ledger.proofs.tiles import RightEdge
from ledger.proofs.tree import leaf_hash

CHUNK = 20_000
_LEAVES = """
    SELECT old.position, old.event_id, old.hash, event.entry
    FROM ledger_endedleaf old LEFT JOIN ledger_event event ON event.id = old.event_id
    WHERE old.log = %b AND old.position >= %b AND old.position < %b ORDER BY old.position"""
_CHECKPOINTS = """
    SELECT size, root, note FROM ledger_endedcheckpoint WHERE log = %b AND size > %b AND size <= %b ORDER BY size"""
_TILES = """
    SELECT level, idx, hashes FROM ledger_endedtile
    WHERE log = %b AND (level, idx) IN (SELECT * FROM unnest(%b::integer[], %b::bigint[]))"""
_BEYOND = """
    SELECT (SELECT count(*) FROM ledger_endedleaf WHERE log = %b AND position >= %b)
         + (SELECT count(*) FROM ledger_endedcheckpoint WHERE log = %b AND size > %b)"""


class FalseEndedLog(FalseLog):
    """What is kept of a log that has ended is not what it was."""


def verify_ended(verifiers: Iterable[Verifier]) -> int:
    """Compute every ended tree again; return how many leaves that were. Raises FalseEndedLog."""
    keys, leaves = list(verifiers), 0
    for log in EndedLog.objects.order_by("number"):
        _verify(log, [key for key in keys if key.name == log.origin])
        leaves += log.size
    return leaves


def _verify(log: EndedLog, keys: list[Verifier]) -> None:
    edge = RightEdge()
    for start in range(0, log.size, CHUNK):
        end = min(log.size, start + CHUNK)
        hashes = _hashes(log, start, end)
        done = start
        touched: dict[tuple[int, int], bytes] = {}
        (notes,) = ask([Statement(_CHECKPOINTS, [log.number, start, end])])
        for size, root, note in [*notes, (end, None, None)]:
            for tile in edge.extend(hashes[done - start : size - start]):
                touched[tile.level, tile.index] = tile.hashes
            done = size
            if note is not None:
                _check_note(log, keys, Checkpoint(log.origin, size, edge.root()), bytes(root), note)
        _check_tiles(log, touched)
    (((beyond,),),) = ask([Statement(_BEYOND, [log.number, log.size, log.number, log.size])])
    if beyond:
        raise FalseEndedLog(f"the ended log {log.origin} holds more than its {log.size} entries")


def _hashes(log: EndedLog, start: int, end: int) -> list[bytes]:
    (rows,) = ask([Statement(_LEAVES, [log.number, start, end])])
    hashes = []
    for wanted, (position, event, kept, entry) in enumerate(rows, start):
        if position != wanted or entry is None:
            raise FalseEndedLog(f"entry {wanted} of the ended log {log.origin} is gone")
        hashes.append(leaf_hash(bytes(entry)))
        if hashes[-1] != bytes(kept):
            raise FalseEndedLog(f"event {event}, entry {position} of the ended log {log.origin}, is not what it was")
    if len(hashes) != end - start:
        raise FalseEndedLog(f"entry {start + len(hashes)} of the ended log {log.origin} is gone")
    return hashes


def _check_note(log: EndedLog, keys: list[Verifier], computed: Checkpoint, root: bytes, note: str) -> None:
    try:
        signed = open_checkpoint(note, keys, log.origin)
    except ProofError as fault:
        raise FalseEndedLog(f"checkpoint {computed.size} of the ended log {log.origin}: {fault}") from None
    if (signed.size, signed.root, root) != (computed.size, computed.root, computed.root):
        raise FalseEndedLog(f"checkpoint {computed.size} of the ended log {log.origin} has another root")


def _check_tiles(log: EndedLog, touched: dict[tuple[int, int], bytes]) -> None:
    places = [[level for level, _ in touched], [index for _, index in touched]]
    (stored,) = ask([Statement(_TILES, [log.number, *places])])
    kept = {(level, index): bytes(hashes) for level, index, hashes in stored}
    for place, hashes in touched.items():
        if not kept.get(place, b"").startswith(hashes):
            raise FalseEndedLog(f"tile {place[0]}/{place[1]} of the ended log {log.origin} is not what it was")
