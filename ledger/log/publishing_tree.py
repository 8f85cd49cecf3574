"""What a tree of some size publishes beyond a smaller one: tiles and entry bundles, each checked before it goes out.

Nothing the database says is passed on unseen: entries must hash to their tile, a full tile to its place in the tile
above, and the unfinished tiles to the root that was signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ledger.log.proving import read_tiles
from ledger.log.publishing_files import PublishingStopped
from ledger.log.wire import Statement, ask
from ledger.proofs.bundles import encode_bundle
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, cut_tile, entries_path, root_at, subtree_root, tile_path
from ledger.proofs.tree import leaf_hash

TILES_AT_ONCE = 64
BUNDLES_AT_ONCE = 8
_ENTRIES = """
    SELECT leaf.position, event.entry
    FROM ledger_leaf leaf JOIN ledger_event event ON event.id = leaf.event_id
    WHERE leaf.position >= %s AND leaf.position < %s ORDER BY leaf.position"""


class Place(NamedTuple):
    """A tile of the tree, or a bundle where level is that of the leaves, as wide as it is to be published."""

    level: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which has no use here
    width: int


class PublishedFile(NamedTuple):
    """A file that never changes: its path as C2SP tlog-tiles spells it, and its bytes."""

    path: str
    content: bytes


def tiles_between(done: int, size: int) -> Iterator[Place]:
    """Name the full tiles that a tree of `size` has beyond one of `done`, and all unfinished ones of `size`."""
    level = 0
    while hashes := size >> (TILE_HEIGHT * level):
        last, width = divmod(hashes, TILE_WIDTH)
        for index in range((done >> (TILE_HEIGHT * level)) // TILE_WIDTH, last):
            yield Place(level, index, TILE_WIDTH)
        if width:
            yield Place(level, last, width)
        level += 1


def bundles_between(done: int, size: int) -> Iterator[Place]:
    """Name the bundles likewise: they stand beside the tiles of the lowest level."""
    return (place for place in tiles_between(done, size) if place.level == 0)


def outgrown(done: int, size: int) -> Iterator[Place]:
    """Name the tiles that are full at `size` and may still have partial files from when they were not."""
    level = 0
    while hashes := size >> (TILE_HEIGHT * level):
        first = max(0, (done >> (TILE_HEIGHT * level)) // TILE_WIDTH - 1)
        yield from (Place(level, index, TILE_WIDTH) for index in range(first, hashes // TILE_WIDTH))
        level += 1


def _batches(places: Iterator[Place], most: int) -> Iterator[list[Place]]:
    while batch := list(islice(places, most)):
        yield batch


def tile_files(done: int, checkpoint: Checkpoint) -> Iterator[PublishedFile]:
    """Yield the files of `tiles_between`. Raises PublishingStopped if they do not make the signed root."""
    _check_root(checkpoint)
    for places in _batches(tiles_between(done, checkpoint.size), TILES_AT_ONCE):
        above = {(place.level + 1, place.index // TILE_WIDTH) for place in places if place.width == TILE_WIDTH}
        tiles = read_tiles({(place.level, place.index) for place in places} | above)
        for place in places:
            yield PublishedFile(tile_path(*place), _checked_tile(place, tiles))


def _check_root(checkpoint: Checkpoint) -> None:
    if stored_root(checkpoint.size) != checkpoint.root:
        raise PublishingStopped(f"the database holds other events below {checkpoint.size} than were signed")


def stored_root(size: int) -> bytes:
    """Return the root that the stored tiles make at a size, b"" where tiles are missing or too narrow."""
    edge = {(level, index) for level, index, _ in tiles_between(size, size)}
    tiles = read_tiles(edge)
    try:
        return root_at(size, lambda level, index: tiles[level, index])
    except (KeyError, ProofError):
        return b""


def _checked_tile(place: Place, tiles: dict[tuple[int, int], bytes]) -> bytes:
    level, index, width = place
    try:
        hashes = cut_tile(tiles[level, index], width, level, index)
        if width == TILE_WIDTH:
            at = index % TILE_WIDTH * HASH_BYTES
            above = tiles[level + 1, index // TILE_WIDTH][at : at + HASH_BYTES]
            if subtree_root(hashes) != above:
                raise PublishingStopped(f"tile {level}/{index} is not what the tile above it says")
    except (KeyError, ProofError):
        raise PublishingStopped(f"tile {level}/{index} or the one above it is missing or too narrow") from None
    return hashes


def bundle_files(done: int, size: int) -> Iterator[PublishedFile]:
    """Yield the files of `bundles_between`. Raises PublishingStopped for entries that are not those of their tile."""
    for places in _batches(bundles_between(done, size), BUNDLES_AT_ONCE):
        first, last = places[0].index * TILE_WIDTH, places[-1].index * TILE_WIDTH + places[-1].width
        (records,) = ask([Statement(_ENTRIES, [first, last])])
        entries = {position: bytes(entry) for position, entry in records}
        tiles = read_tiles({(0, place.index) for place in places})
        for place in places:
            yield PublishedFile(entries_path(place.index, place.width), _checked_bundle(place, entries, tiles))


def _checked_bundle(place: Place, entries: dict[int, bytes], tiles: dict[tuple[int, int], bytes]) -> bytes:
    start = place.index * TILE_WIDTH
    try:
        bundle = [entries[position] for position in range(start, start + place.width)]
    except KeyError as missing:
        raise PublishingStopped(f"the event at position {missing} is gone") from None
    hashes = b"".join([leaf_hash(entry) for entry in bundle])
    if hashes != tiles.get((0, place.index), b"")[: len(hashes)]:
        raise PublishingStopped(f"the events from position {start} on are not those that were signed")
    return encode_bundle(bundle)


def stored_tile(level: int, index: int, width: int) -> bytes:
    """Return the hashes of a tile as the database holds them; raises PublishingStopped where they are missing."""
    tiles = read_tiles({(level, index), (level + 1, index // TILE_WIDTH)})
    return _checked_tile(Place(level, index, width), tiles)


def stored_bundle(index: int, width: int) -> bytes:
    """Return a bundle as the database holds it; raises PublishingStopped for entries that are not those of its tile."""
    start = index * TILE_WIDTH
    (records,) = ask([Statement(_ENTRIES, [start, start + width])])
    entries = {position: bytes(entry) for position, entry in records}
    return _checked_bundle(Place(0, index, width), entries, read_tiles({(0, index)}))
