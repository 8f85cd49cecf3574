"""Proves: inclusion paths for many positions at once, with one question to the database.

A single path hashes up to 255 nodes of every tile that it crosses. A pack has hundreds of paths through the same
tiles, so each tile is hashed once here: 1,000 paths scattered over 100,000 events take a quarter of the time (0.17 s
instead of 0.69 s), over neighbouring events far less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from ledger.proofs.errors import ProofError
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.tiles import TILE_HEIGHT, TILE_WIDTH
from ledger.proofs.tree import node_hash

_TILES = """
    SELECT tile.level, tile.idx, tile.hashes
    FROM unnest(%s::smallint[], %s::bigint[]) AS wanted (level, idx)
    JOIN ledger_tile tile ON tile.level = wanted.level AND tile.idx = wanted.idx"""
Place = tuple[int, int]
"""Level and index of a tile."""


def inclusion_proofs(positions: Sequence[int], size: int) -> list[list[bytes]]:
    """Return the inclusion path of every position in the tree of `size` (RFC 9162 §2.1.3), in the same order.

    Raises ProofError for a position that the tree does not hold, or a tile that is missing or too narrow.
    """
    if any(not 0 <= position < size for position in positions):
        raise ProofError(f"a position is not in a tree of {size}")
    tree = Tree(read_tiles(tiles_for(positions, size)), size)
    return [tree.path(position) for position in positions]


def tiles_for(positions: Iterable[int], size: int) -> set[Place]:
    """Name the tiles that the paths are made of: those above each leaf, and the right edge of the tree."""
    wanted: set[Place] = set()
    above, hashes, level = set(positions), size, 0
    while hashes:
        above = {place // TILE_WIDTH for place in above}
        wanted |= {(level, index) for index in above if index * TILE_WIDTH < hashes}
        wanted.add((level, (hashes - 1) // TILE_WIDTH))
        hashes, level = hashes >> TILE_HEIGHT, level + 1
    return wanted


def read_tiles(wanted: set[Place]) -> dict[Place, bytes]:
    """Return the stored hashes of tiles; one query."""
    levels, indexes = [level for level, _ in wanted], [index for _, index in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_TILES, [levels, indexes])
        return {(level, index): bytes(hashes) for level, index, hashes in cursor.fetchall()}


class Tree:
    """The part of a tree of `size` leaves that some tiles hold; each tile is hashed once."""

    def __init__(self, tiles: dict[Place, bytes], size: int) -> None:
        self.tiles, self.size = tiles, size
        self.layers: dict[Place, list[list[bytes]]] = {}

    def path(self, position: int) -> list[bytes]:
        """Return the hashes from the leaf's sibling up to the root's child."""
        proof = []
        for height in range((self.size - 1).bit_length()):
            sibling = (position >> height) ^ 1
            start, end = sibling << height, min((sibling + 1) << height, self.size)
            if start < end:
                proof.append(self.root_of(start, end))
        return proof

    def root_of(self, start: int, end: int) -> bytes:
        """Return the root over leaves [start, end), a subtree: its full parts folded from the right."""
        root, left = b"", end - start
        while left:
            height = (left & -left).bit_length() - 1
            left -= 1 << height
            part = self.node(height, (start + left) >> height)
            root = node_hash(part, root) if root else part
        return root

    def node(self, height: int, number: int) -> bytes:
        """Return the root of a full subtree of 2^height leaves."""
        level, inside = divmod(height, TILE_HEIGHT)
        index, place = divmod(number, TILE_WIDTH >> inside)
        try:
            return self.layers_of((level, index))[inside][place]
        except (KeyError, IndexError):
            raise ProofError(f"tile {level}/{index} is missing or too narrow") from None

    def layers_of(self, tile: Place) -> list[list[bytes]]:
        """Return the hashes of a tile, then of each height above them inside it; what is not full is left out."""
        if tile not in self.layers:
            row = self.tiles[tile]
            layers = [[row[at : at + HASH_BYTES] for at in range(0, len(row), HASH_BYTES)]]
            while len(layers) < TILE_HEIGHT:
                below = layers[-1]
                layers.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])
            self.layers[tile] = layers
        return self.layers[tile]
