"""Tiles keep the tree in rows of 256 hashes, and give back every root and proof it ever had (C2SP tlog-tiles)."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.paths import consistency_proof, inclusion_proof
from ledger.proofs.tiles import (
    TILE_WIDTH,
    RightEdge,
    Tile,
    entries_path,
    parse_entries_path,
    parse_tile_path,
    root_at,
    tile_path,
)
from ledger.proofs.tree import EMPTY_ROOT, leaf_hash, node_hash, root_of, verify_consistency, verify_inclusion
from tests.proofs.test_tree import naive_path, naive_subproof

LARGEST = 65_537
SIZES_AROUND_TILES = (255, 256, 257, 258, 511, 512, 513, 65_535, 65_536, 65_537)


@cache
def leaves() -> list[bytes]:
    return [leaf_hash(n.to_bytes(4, "big")) for n in range(LARGEST)]


@cache
def tiles() -> dict[tuple[int, int], bytes]:
    """The tiles of the largest tree; every smaller tree is read from them too."""
    return {(tile.level, tile.index): tile.hashes for tile in RightEdge().extend(leaves())}


def read_tile(level: int, index: int) -> bytes:
    return tiles()[level, index]


@pytest.mark.parametrize("size", [*range(131), *SIZES_AROUND_TILES])
def test_the_root_at_every_earlier_size_is_that_of_the_definition(size):
    assert root_at(size, read_tile) == root_of(leaves()[:size])


@pytest.mark.parametrize("size", range(1, 131))
def test_every_inclusion_proof_of_a_small_tree_is_that_of_the_definition(size):
    root = root_of(leaves()[:size])

    for index in range(size):
        proof = inclusion_proof(index, size, read_tile)
        assert proof == naive_path(index, leaves()[:size])
        verify_inclusion(leaves()[index], index, size, proof, root)


@pytest.mark.parametrize("size", SIZES_AROUND_TILES)
def test_inclusion_proofs_hold_where_tiles_begin_and_end(size):
    root = root_at(size, read_tile)

    for index in {0, 1, 254, size // 2, *(n for n in (*SIZES_AROUND_TILES, size - 2, size - 1) if n < size)}:
        verify_inclusion(leaves()[index], index, size, inclusion_proof(index, size, read_tile), root)


@pytest.mark.parametrize("new", range(1, 65))
def test_every_consistency_proof_of_a_small_tree_is_that_of_the_definition(new):
    after = root_of(leaves()[:new])

    for old in range(1, new + 1):
        proof = consistency_proof(old, new, read_tile)
        assert proof == naive_subproof(old, leaves()[:new])
        verify_consistency(old, new, root_of(leaves()[:old]), after, proof)


@pytest.mark.parametrize("new", SIZES_AROUND_TILES)
def test_consistency_proofs_hold_where_tiles_begin_and_end(new):
    after = root_at(new, read_tile)

    for old in (1, 2, 100, 256, *(size for size in SIZES_AROUND_TILES if size <= new)):
        if old <= new:
            proof = consistency_proof(old, new, read_tile)
            verify_consistency(old, new, root_at(old, read_tile), after, proof)


def test_from_nothing_there_is_nothing_to_prove():
    assert consistency_proof(0, 7, read_tile) == []
    assert consistency_proof(7, 7, read_tile) == []


@pytest.mark.parametrize("claim", [(0, 0), (7, 7), (-1, 7), (8, 7)])
def test_what_is_not_in_the_tree_has_no_inclusion_proof(claim):
    with pytest.raises(ProofError):
        inclusion_proof(*claim, read_tile)


@pytest.mark.parametrize("claim", [(8, 7), (-1, 7)])
def test_a_tree_that_shrinks_has_no_consistency_proof(claim):
    with pytest.raises(ProofError):
        consistency_proof(*claim, read_tile)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 700), max_size=6))
def test_tiles_do_not_depend_on_how_the_leaves_came_in(batches):
    size, grown, edge, kept = sum(batches), 0, RightEdge(), {}

    for batch in batches:
        fresh = edge.extend(leaves()[grown : grown + batch])
        grown += batch
        assert len({(tile.level, tile.index) for tile in fresh}) == len(fresh)
        for tile in fresh:
            before = kept.get((tile.level, tile.index), b"")
            assert tile.hashes.startswith(before)
            assert len(tile.hashes) > len(before)
            kept[tile.level, tile.index] = tile.hashes

    assert kept == {(tile.level, tile.index): tile.hashes for tile in RightEdge().extend(leaves()[:size])}
    assert edge.size == size
    assert edge.root() == root_of(leaves()[:size])


@pytest.mark.parametrize("size", [0, 1, 130, *SIZES_AROUND_TILES[:-1]])
def test_an_edge_taken_up_from_stored_tiles_grows_like_the_one_that_was_lost(size):
    kept, loaded = RightEdge(), RightEdge.load(size, read_tile)
    kept.extend(leaves()[:size])

    assert loaded.extend(leaves()[size : size + 3]) == kept.extend(leaves()[size : size + 3])
    assert loaded.root() == kept.root()


def test_the_copy_of_an_edge_grows_alone():
    edge = RightEdge()
    edge.extend(leaves()[:300])

    edge.copy().extend(leaves()[300:600])

    assert (edge.size, edge.root()) == (300, root_of(leaves()[:300]))


def test_a_full_tile_makes_a_first_hash_one_level_up_and_is_given_once():
    edge = RightEdge()

    grown = edge.extend(leaves()[:256])

    assert [(tile.level, tile.index, tile.width) for tile in grown] == [(0, 0, TILE_WIDTH), (1, 0, 1)]
    assert grown[1].hashes == edge.root() == root_of(leaves()[:256])
    assert edge.extend([]) == []


def test_an_empty_tree_has_the_empty_root():
    assert RightEdge().root() == EMPTY_ROOT == root_at(0, read_tile)


def test_a_hash_of_another_length_is_refused_and_leaves_the_tree_as_it_was():
    edge = RightEdge()
    edge.extend(leaves()[:3])

    with pytest.raises(ProofError):
        edge.extend([leaves()[3], b"short"])

    assert (edge.size, edge.root()) == (3, root_of(leaves()[:3]))


def test_a_tile_that_lost_hashes_is_refused():
    with pytest.raises(ProofError, match="tile 0/0"):
        root_at(3, lambda level, index: read_tile(level, index)[:64])
    with pytest.raises(ProofError, match="tile 0/0"):
        inclusion_proof(0, 3, lambda level, index: b"")


def test_a_proof_from_ten_million_leaves_reads_five_rows():
    size, row, reads = 10_000_000, b"".join(leaves()[:256]), []

    def counted(level: int, index: int) -> bytes:
        reads.append((level, index))
        return row

    for index in (0, 123_456, size // 2, size - 1):
        reads.clear()
        assert len(inclusion_proof(index, size, counted)) <= 24
        assert len(reads) == len(set(reads)) <= 5


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ((0, 1_234_067, 256), "tile/0/x001/x234/067"),
        ((0, 0, 256), "tile/0/000"),
        ((1, 999, 1), "tile/1/999.p/1"),
        ((2, 1000, 255), "tile/2/x001/000.p/255"),
        ((63, 5, 12), "tile/63/005.p/12"),
    ],
)
def test_a_tile_has_the_path_that_mirrors_expect(place, path):
    assert tile_path(*place) == path
    assert parse_tile_path(path) == place


def test_entry_bundles_lie_beside_the_tiles():
    assert entries_path(1_234_067, 256) == "tile/entries/x001/x234/067"
    assert parse_entries_path("tile/entries/x001/067.p/12") == (1067, 12)
    with pytest.raises(Unreadable):
        parse_entries_path("tile/0/067")


@given(st.integers(0, 63), st.integers(0, 10**18), st.integers(1, 256))
def test_every_path_reads_back(level, index, width):
    assert parse_tile_path(tile_path(level, index, width)) == (level, index, width)
    assert parse_entries_path(entries_path(index, width)) == (index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/tile/0/000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/x001/x002",
        "tile/0/001/002",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/entries/000",
    ],
)
def test_a_tile_has_no_other_path(path):
    with pytest.raises(Unreadable):
        parse_tile_path(path)


@pytest.mark.parametrize(("index", "width"), [(0, 0), (0, 257), (-1, 1)])
def test_a_tile_that_cannot_be_has_no_path(index, width):
    with pytest.raises(Unreadable):
        tile_path(0, index, width)


def test_a_tile_knows_its_width():
    assert Tile(0, 0, node_hash(b"", b"") * 7).width == 7
