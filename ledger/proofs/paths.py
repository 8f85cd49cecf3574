"""Paths: inclusion and consistency proofs made from tiles alone."""

from __future__ import annotations

from collections.abc import Callable

from ledger.proofs.errors import ProofError
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, ReadTile, cut_tile, subtree_root
from ledger.proofs.tree import node_hash

Node = Callable[[int, int], bytes]


def inclusion_proof(index: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """Give the hashes from the leaf's sibling up to the root's child (RFC 9162 section 2.1.3).

    Reads each tile once: the tiles above the leaf and those of the right edge, 5 for ten million leaves.
    """
    if not 0 <= index < size:
        raise ProofError(f"index {index} is not in a tree of {size}")
    node = _nodes(read_tile)
    proof = []
    for height in range(size.bit_length()):
        sibling = (index >> height) ^ 1
        start, end = sibling << height, min((sibling + 1) << height, size)
        if start < end:
            proof.append(_range_root(start, end, node))
    return proof


def consistency_proof(old: int, new: int, read_tile: ReadTile) -> list[bytes]:
    """Give the hashes that show the tree of `new` to add to the tree of `old` (RFC 9162 section 2.1.4).

    Empty where there is nothing to prove: from size 0, and from a size to itself.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {new} does not grow out of a tree of {old}")
    node = _nodes(read_tile)
    return [_range_root(start, end, node) for start, end in reversed(_consistency_ranges(old, new))]


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """Give the leaf ranges of the proof, from the root's child down."""
    if old == 0:
        return []
    ranges, start, end = [], 0, new
    while start + old < end:
        split = 1 << ((end - start - 1).bit_length() - 1)
        if old <= split:
            ranges.append((start + split, end))
            end = start + split
        else:
            ranges.append((start, start + split))
            start, old = start + split, old - split
    return [*ranges, (start, end)] if start else ranges


def _range_root(start: int, end: int, node: Node) -> bytes:
    """Compute the root over leaves [start, end), a subtree of the tree: its full parts folded from the right."""
    root, left = b"", end - start
    while left:
        height = (left & -left).bit_length() - 1
        left -= 1 << height
        part = node(height, (start + left) >> height)
        root = node_hash(part, root) if root else part
    return root


def _nodes(read_tile: ReadTile) -> Node:
    """Give a reader of the root of the full subtree `number` of 2^height leaves, which reads each tile once."""
    seen: dict[tuple[int, int], bytes] = {}

    def node(height: int, number: int) -> bytes:
        level, inside = divmod(height, TILE_HEIGHT)
        index, first = divmod(number << inside, TILE_WIDTH)
        row = seen.get((level, index))
        if row is None:
            row = seen[level, index] = read_tile(level, index)
        row = cut_tile(row, first + (1 << inside), level, index)
        return subtree_root(row[first * HASH_BYTES :])

    return node
