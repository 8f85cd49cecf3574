"""Tiles: the tree kept as rows of up to 256 hashes (C2SP tlog-tiles, height 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import NamedTuple

from ledger.proofs.errors import ProofError
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.tile_paths import entries_path, parse_entries_path, parse_tile_path, tile_path
from ledger.proofs.tree import EMPTY_ROOT, node_hash

__all__ = [
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "ReadTile",
    "RightEdge",
    "Tile",
    "cut_tile",
    "entries_path",
    "fold",
    "parse_entries_path",
    "parse_tile_path",
    "root_at",
    "subtree_root",
    "tile_path",
]

TILE_HEIGHT = 8
TILE_WIDTH = 256
TILE_BYTES = TILE_WIDTH * HASH_BYTES

ReadTile = Callable[[int, int], bytes]
"""Gives the stored hashes of tile (level, index): at least as wide as the tree in question has it."""


class Tile(NamedTuple):
    """One tile at its present width; `hashes` is its whole content, 32 bytes for each hash."""

    level: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which has no use here
    hashes: bytes

    @property
    def width(self) -> int:
        """Count the hashes, 1 to 256."""
        return len(self.hashes) // HASH_BYTES


class RightEdge:
    """The unfinished tile of every level: all that is needed to make the tree grow and to know its root."""

    def __init__(self) -> None:
        self.size = 0
        self._unfinished: list[bytes] = []

    @classmethod
    def load(cls, size: int, read_tile: ReadTile) -> RightEdge:
        """Take up the tree of `size` leaves from stored tiles; raises ProofError if a tile is too narrow."""
        edge = cls()
        edge.size = size
        level = 0
        while size >> (TILE_HEIGHT * level):
            index, width = divmod(size >> (TILE_HEIGHT * level), TILE_WIDTH)
            edge._unfinished.append(cut_tile(read_tile(level, index), width, level, index) if width else b"")
            level += 1
        return edge

    def copy(self) -> RightEdge:
        """Give a second edge that grows on its own, for a caller whose transaction may fail."""
        twin = RightEdge()
        twin.size, twin._unfinished = self.size, list(self._unfinished)
        return twin

    def root(self) -> bytes:
        """Compute the root of the tree as it stands."""
        root: bytes | None = None
        for hashes in self._unfinished:
            root = fold(hashes, root)
        return EMPTY_ROOT if root is None else root

    def extend(self, leaf_hashes: Sequence[bytes]) -> list[Tile]:
        """Add leaves; give every tile that was made or grew, at its new width, lower levels first."""
        fresh = b"".join(leaf_hashes)
        if len(fresh) != HASH_BYTES * len(leaf_hashes):
            raise ProofError(f"every leaf hash has {HASH_BYTES} bytes")
        grown: list[Tile] = []
        level = 0
        while fresh:
            fresh = self._extend_level(level, fresh, grown)
            level += 1
        self.size += len(leaf_hashes)
        return grown

    def _extend_level(self, level: int, fresh: bytes, grown: list[Tile]) -> bytes:
        """Add hashes to one level and give the hashes that the finished tiles add to the next."""
        if level == len(self._unfinished):
            self._unfinished.append(b"")
        row = self._unfinished[level] + fresh
        index = self.size >> (TILE_HEIGHT * (level + 1))
        finished = len(row) // TILE_BYTES
        tiles = [Tile(level, index + n, row[n * TILE_BYTES : (n + 1) * TILE_BYTES]) for n in range(finished)]
        grown += tiles
        rest = row[finished * TILE_BYTES :]
        if rest:
            grown.append(Tile(level, index + finished, rest))
        self._unfinished[level] = rest
        return b"".join([subtree_root(tile.hashes) for tile in tiles])


def root_at(size: int, read_tile: ReadTile) -> bytes:
    """Compute the root that the tree had at an earlier size, from today's tiles; raises ProofError."""
    return RightEdge.load(size, read_tile).root()


def cut_tile(hashes: bytes, width: int, level: int, index: int) -> bytes:
    """Cut a stored tile to an earlier width; raises ProofError if it never was that wide."""
    if len(hashes) < width * HASH_BYTES:
        raise ProofError(f"tile {level}/{index} holds fewer than {width} hashes")
    return bytes(hashes[: width * HASH_BYTES])


def subtree_root(row: bytes) -> bytes:
    """Compute the root over a row of 1, 2, 4 ... 256 hashes."""
    while len(row) > HASH_BYTES:
        row = _parents(row)
    return row


def fold(row: bytes, right: bytes | None) -> bytes | None:
    """Compute the root over a row of any width with `right`, the root of all that stands right of and below it."""
    while row:
        if len(row) % (2 * HASH_BYTES):
            last, row = row[-HASH_BYTES:], row[:-HASH_BYTES]
            right = last if right is None else node_hash(last, right)
        row = _parents(row)
    return right


def _parents(row: bytes) -> bytes:
    pair = 2 * HASH_BYTES
    return b"".join([sha256(b"\x01" + row[at : at + pair]).digest() for at in range(0, len(row), pair)])
