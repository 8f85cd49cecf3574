"""Lays: events get the next positions, leaf hashes from their stored bytes, and the tiles above them."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.log.wire import Statement, ask
from ledger.proofs.tiles import RightEdge, Tile
from ledger.proofs.tree import leaf_hash

LEAVES = """
    INSERT INTO ledger_leaf (position, event_id, hash)
    SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[])"""
TILES = """
    INSERT INTO ledger_tile (level, idx, hashes) SELECT * FROM unnest(%b::smallint[], %b::bigint[], %b::bytea[])
    ON CONFLICT (level, idx) DO UPDATE SET hashes = EXCLUDED.hashes"""
MOVE_ON = "UPDATE ledger_logstate SET size = %b, lag_ms = %b WHERE id = 1"


def lay(edge: RightEdge, events: Sequence[tuple[int, bytes]], lag_ms: int | None = None) -> None:
    """Give these events (id, leaf bytes) the next positions of the tree, in this order; one round trip.

    `lag_ms` is how long the one that waited longest had waited.
    """
    first = edge.size
    hashes = [leaf_hash(bytes(entry)) for _, entry in events]
    tiles = edge.extend(hashes)
    positions = list(range(first, edge.size))
    ask(
        [
            Statement(LEAVES, [positions, [number for number, _ in events], hashes], answers=False),
            Statement(TILES, _columns(tiles), answers=False),
            Statement(MOVE_ON, [edge.size, lag_ms], answers=False),
        ]
    )


def _columns(tiles: list[Tile]) -> list[list[object]]:
    return [[tile.level for tile in tiles], [tile.index for tile in tiles], [tile.hashes for tile in tiles]]
