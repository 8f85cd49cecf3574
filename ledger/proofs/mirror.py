"""Mirror: a log as it was copied, folder and files, computed again from its leaves up.

A mirror holds the file `checkpoint`, the hash tiles `tile/<L>/<N>[.p/<W>]` and, if it may, the entry bundles
`tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles). It is read once, tile by tile, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger.proofs.bundles import MOST_ENTRY_BYTES, parse_bundle
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.leaves import Origins, parse_leaf
from ledger.proofs.notes import LONGEST_NOTE
from ledger.proofs.policy import Policy
from ledger.proofs.signed_checkpoint import SignedCheckpoint, open_trusted
from ledger.proofs.sources import Sources
from ledger.proofs.tile_paths import FULL, entries_path, tile_path
from ledger.proofs.tiles import RightEdge, Tile
from ledger.proofs.tree import leaf_hash

PLACES = ("", "public", "bundles")
"""Where in the folder files may lie: a mirror keeps all together, a copy of a log's own folders keeps them apart."""
MOST_BUNDLE_BYTES = FULL * (2 + MOST_ENTRY_BYTES)


@dataclass
class MirrorReport:
    """What is wrong with a mirror, and what was computed again.

    `entries` of the checkpoint's size were there to be read; `found_at` is where the wanted leaf stands.
    """

    signed: SignedCheckpoint
    findings: list[str] = field(default_factory=list)
    entries: int = 0
    found_at: int | None = None
    sources: Sources = field(default_factory=Sources)


def verify_mirror(folder: Path, policy: Policy) -> MirrorReport:
    """Compute a mirrored log again: all tiles from the leaf hashes up, and the entries if the mirror has them.

    Raises Unreadable without a checkpoint, ProofError for one that the policy does not trust.
    """
    mirror = _Mirror(folder, policy)
    mirror.check_tiles()
    if any((place / "tile" / "entries").is_dir() for place in mirror.places):
        mirror.check_entries()
    return mirror.report


def look_for(leaf: bytes, folder: Path, policy: Policy) -> MirrorReport:
    """Look for a leaf hash in a mirrored log, whose root is computed again from all leaf hashes. Raises as above."""
    mirror = _Mirror(folder, policy)
    mirror.look_for(leaf)
    return mirror.report


class _Mirror:
    """A mirror while it is read; nothing in it is believed."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        self.places = [folder / place for place in PLACES]
        note = self._read("checkpoint", LONGEST_NOTE)
        if note is None:
            raise Unreadable("there is no checkpoint in the folder")
        self.report = MirrorReport(open_trusted(note, policy))
        self.checkpoint = self.report.signed.checkpoint

    def check_tiles(self) -> None:
        """Hold the tiles above the leaves, and the root, to what the leaf hashes give."""
        edge, highest = RightEdge(), {}
        for _, hashes in self._leaf_tiles():
            for tile in edge.extend(hashes):
                highest[tile.level] = tile
                if tile.width == FULL:
                    self._check_upper(tile)
        for tile in highest.values():
            if tile.width < FULL:
                self._check_upper(tile)
        self._check_root(edge)

    def look_for(self, leaf: bytes) -> None:
        """Find where a leaf stands, and hold the root to what the leaf hashes give."""
        edge = RightEdge()
        for index, hashes in self._leaf_tiles():
            if leaf in hashes and self.report.found_at is None:
                self.report.found_at = index * FULL + hashes.index(leaf)
            edge.extend(hashes)
        self._check_root(edge)

    def check_entries(self) -> None:
        """Hold every entry to its leaf hash, to this log and to the device that signed it."""
        origins, sources = Origins(self.checkpoint.origin), self.report.sources
        for index, hashes in self._leaf_tiles():
            for number, entry in enumerate(self._bundle(index, len(hashes)), start=index * FULL):
                self.report.entries += 1
                if leaf_hash(entry) != hashes[number % FULL]:
                    self._find(f"entry {number}", "is not the one whose hash stands in the tree")
                try:
                    leaf = parse_leaf(entry)
                    origins.learn(number, leaf)
                    origins.check(leaf)
                    sources.take(number, leaf)
                except ProofError as fault:
                    self._find(f"entry {number}", str(fault))
        sources.finish()
        self.report.findings += [f"entry {number}: {fault}" for number, fault in sources.findings]

    def _leaf_tiles(self) -> Iterator[tuple[int, list[bytes]]]:
        """Give the leaf hashes tile by tile, up to the first that is missing."""
        full, rest = divmod(self.checkpoint.size, FULL)
        for index in range(full + (rest > 0)):
            width = FULL if index < full else rest
            row = self._tile(0, index, width)
            if row is None:
                return
            yield index, [row[at : at + HASH_BYTES] for at in range(0, len(row), HASH_BYTES)]

    def _check_upper(self, tile: Tile) -> None:
        if tile.level:
            found = self._tile(tile.level, tile.index, tile.width)
            if found is not None and found != tile.hashes:
                self._find(tile_path(*tile[:2], tile.width), "does not follow from the leaves")

    def _check_root(self, edge: RightEdge) -> None:
        if (edge.size, edge.root()) != (self.checkpoint.size, self.checkpoint.root):
            self._find("checkpoint", f"the {edge.size} leaves that could be read lead to another root")

    def _tile(self, level: int, index: int, width: int) -> bytes | None:
        """Give a tile at a width, from its own file or from the full one; None, and a finding, if it is not there."""
        for held in (width, FULL):
            row = self._read(tile_path(level, index, held), FULL * HASH_BYTES)
            if row is not None and len(row) == held * HASH_BYTES:
                return row[: width * HASH_BYTES]
        self._find(tile_path(level, index, width), "is missing, or not of its length")
        return None

    def _bundle(self, index: int, width: int) -> Sequence[bytes]:
        """Give the entries of a bundle, from its own file or from the full one; none, and a finding, without it."""
        for held in (width, FULL):
            octets = self._read(entries_path(index, held), MOST_BUNDLE_BYTES)
            if octets is not None:
                try:
                    return parse_bundle(octets, held)[:width]
                except Unreadable as fault:
                    self._find(entries_path(index, held), str(fault))
                    return ()
        self._find(entries_path(index, width), "is missing")
        return ()

    def _read(self, path: str, most: int) -> bytes | None:
        """Read a file wherever it lies; None if it is nowhere or larger than it can be."""
        for place in self.places:
            try:
                with (place / path).open("rb") as file:
                    octets = file.read(most + 1)
            except OSError:
                continue
            if len(octets) <= most:
                return octets
        return None

    def _find(self, where: str, fault: str) -> None:
        self.report.findings.append(f"{where}: {fault}")
