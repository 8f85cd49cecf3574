"""The tree and its proofs at every size up to 600: they are those of the definition, and no bit of them can be changed.

The definition is the recursion of RFC 9162 section 2.1, with each hash computed once.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.proofs.paths import consistency_proof, inclusion_proof
from ledger.proofs.tiles import RightEdge
from ledger.proofs.tree import EMPTY_ROOT, leaf_hash, node_hash, verify_consistency, verify_growth, verify_inclusion
from tests.proofs.logs import is_refused

MOST = 600
LEAVES = [leaf_hash(n.to_bytes(2, "big")) for n in range(MOST)]
TILES = {(tile.level, tile.index): tile.hashes for tile in RightEdge().extend(LEAVES)}


def read_tile(level: int, index: int) -> bytes:
    return TILES[level, index]


def split_of(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


@cache
def root(start: int, end: int) -> bytes:
    """MTH(D[start:end]) as section 2.1.1 defines it."""
    if start == end:
        return EMPTY_ROOT
    if end - start == 1:
        return LEAVES[start]
    middle = start + split_of(end - start)
    return node_hash(root(start, middle), root(middle, end))


def path(index: int, start: int, end: int) -> list[bytes]:
    """PATH(index, D[start:end]) as section 2.1.3.1 defines it."""
    if end - start == 1:
        return []
    middle = start + split_of(end - start)
    if index < middle:
        return [*path(index, start, middle), root(middle, end)]
    return [*path(index, middle, end), root(start, middle)]


def proof(old: int, start: int, end: int, known: bool = True) -> list[bytes]:
    """SUBPROOF(old, D[start:end], known) as section 2.1.4.1 defines it; `old` counts from `start`."""
    if old == end - start:
        return [] if known else [root(start, end)]
    k = split_of(end - start)
    if old <= k:
        return [*proof(old, start, start + k, known), root(start + k, end)]
    return [*proof(old - k, start + k, end, False), root(start, start + k)]


def flipped(octets: bytes, bit: int) -> bytes:
    return (int.from_bytes(octets, "big") ^ 1 << bit).to_bytes(len(octets), "big")


def test_the_tree_has_the_root_of_the_definition_at_every_size():
    edge = RightEdge()

    for size in range(MOST + 1):
        assert edge.root() == root(0, size)
        assert RightEdge.load(size, read_tile).root() == root(0, size)
        edge.extend(LEAVES[size : size + 1])


@pytest.mark.slow
def test_every_index_of_every_size_has_the_path_of_the_definition_and_it_holds():
    """180,300 paths of the definition are verified; every seventh is also made from tiles and compared."""
    for size in range(1, MOST + 1):
        for index in range(size):
            wanted = path(index, 0, size)
            verify_inclusion(LEAVES[index], index, size, wanted, root(0, size))
            if (size * 31 + index) % 7 == 0 or size <= 64:
                assert inclusion_proof(index, size, read_tile) == wanted


def test_every_pair_of_sizes_to_130_has_the_consistency_proof_of_the_definition_and_it_holds():
    for new in range(1, 131):
        for old in range(1, new + 1):
            wanted = proof(old, 0, new)
            assert consistency_proof(old, new, read_tile) == wanted
            verify_consistency(old, new, root(0, old), root(0, new), wanted)
            verify_growth(old, new, root(0, old), root(0, new), wanted)


@settings(max_examples=300)
@given(st.data())
def test_any_changed_bit_of_an_inclusion_proof_its_leaf_or_root_is_refused(data):
    size = data.draw(st.integers(1, MOST))
    index = data.draw(st.integers(0, size - 1))
    hashes = [LEAVES[index], root(0, size), *path(index, 0, size)]
    at, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 255))

    hashes[at] = flipped(hashes[at], bit)

    leaf, other_root, *other_path = hashes
    assert is_refused(verify_inclusion, leaf, index, size, other_path, other_root)


def same_shape(index: int, size: int) -> list[bool]:
    """On which side of each hash of the path the way to the root goes: all that a proof says of index and size."""
    sides, start, end = [], 0, size
    while end - start > 1:
        middle = start + split_of(end - start)
        sides.append(index < middle)
        start, end = (start, middle) if index < middle else (middle, end)
    return sides[::-1]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100, 255, 256, 257, 511, 512, 513, 600])
def test_any_changed_bit_of_an_index_is_refused_and_of_a_size_wherever_the_tree_has_another_shape(size):
    """A proof is the same for trees of one shape around the leaf; that is why the size stands in what is signed."""
    for index in range(size):
        wanted = path(index, 0, size)
        for bit in range(12):
            assert is_refused(verify_inclusion, LEAVES[index], index ^ 1 << bit, size, wanted, root(0, size))
            other = size ^ 1 << bit
            if index < other and same_shape(index, other) != same_shape(index, size):
                assert is_refused(verify_inclusion, LEAVES[index], index, other, wanted, root(0, size))
            elif index < other:
                verify_inclusion(LEAVES[index], index, other, wanted, root(0, size))
            else:
                assert is_refused(verify_inclusion, LEAVES[index], index, other, wanted, root(0, size))


@settings(max_examples=300)
@given(st.data())
def test_any_changed_bit_of_a_consistency_proof_or_its_roots_is_refused(data):
    new = data.draw(st.integers(2, MOST))
    old = data.draw(st.integers(1, new - 1))
    hashes = [root(0, old), root(0, new), *proof(old, 0, new)]
    at, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 255))

    hashes[at] = flipped(hashes[at], bit)

    before, after, *other = hashes
    assert is_refused(verify_consistency, old, new, before, after, other)
    assert is_refused(verify_growth, old, new, before, after, other)


@settings(max_examples=300)
@given(st.integers(1, MOST), st.integers(1, MOST), st.integers(0, 9))
def test_a_changed_bit_of_a_size_is_refused(old, new, bit):
    old, new = sorted((old, new))
    other = old ^ 1 << bit
    wanted = proof(old, 0, new)

    if not 0 < other < new or proof_shape(other, new) != proof_shape(old, new):
        assert is_refused(verify_consistency, other, new, root(0, old), root(0, new), wanted)
    other = new ^ 1 << bit
    if not old < other or proof_shape(old, other) != proof_shape(old, new):
        assert is_refused(verify_consistency, old, other, root(0, old), root(0, new), wanted)


def proof_shape(old: int, new: int) -> list[bool]:
    """The steps of the walk that a consistency proof is; two sizes of one shape have proofs of one shape."""
    here, last, steps = old - 1, new - 1, []
    while here & 1:
        here, last = here >> 1, last >> 1
    steps.append(old & (old - 1) == 0)
    while last:
        steps.append(bool(here & 1 or here == last))
        if steps[-1]:
            while here & 1 == 0 and here:
                here, last = here >> 1, last >> 1
        here, last = here >> 1, last >> 1
    return steps


@settings(max_examples=60)
@given(st.lists(st.integers(0, 300), max_size=8))
def test_tiles_do_not_depend_on_how_the_leaves_came_in(batches):
    edge, kept, grown = RightEdge(), {}, 0

    for batch in batches:
        for tile in edge.extend(LEAVES[grown : grown + batch]):
            kept[tile.level, tile.index] = tile.hashes
        grown = min(grown + batch, MOST)

    assert kept == {(tile.level, tile.index): tile.hashes for tile in RightEdge().extend(LEAVES[:grown])}
    assert edge.root() == root(0, grown)
