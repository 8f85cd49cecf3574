"""Mirror: a log as it was copied, folder and files, computed again from its leaves up.

A mirror holds the file `checkpoint`, the hash tiles `tile/<L>/<N>[.p/<W>]` and, if it may, the entry bundles
`tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles). It is read once, tile by tile, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from ledger.proofs.tile_paths import FULL
from ledger.proofs.tiles import RightEdge, entries_path, tile_path
from ledger.proofs.tree import leaf_hash

MOST_BUNDLE_BYTES = FULL * (2 + MOST_ENTRY_BYTES)


@dataclass
class MirrorReport:
    """What is wrong with a mirror, and what was computed again. `entries` were there to be read, of `size` leaves."""

    signed: SignedCheckpoint
    findings: list[str] = field(default_factory=list)
    entries: int = 0
    found_at: int | None = None
    sources: Sources = field(default_factory=Sources)


def verify_mirror(folder: Path, policy: Policy, wanted: bytes | None = None, *, with_entries: bool = True) -> MirrorReport:
    """Compute a mirrored log again, and look for a leaf hash if one is wanted.

    Raises Unreadable without a checkpoint, ProofError if nobody of the policy signed it.
    """
    report = MirrorReport(open_trusted(_read(folder / "checkpoint", LONGEST_NOTE), policy))
    _Mirror(folder, report).compute(wanted, with_entries)
    return report


def _read(path: Path, most: int) -> bytes:
    """Read a file that has at most so many bytes; raises Unreadable."""
    try:
        with path.open("rb") as file:
            octets = file.read(most + 1)
    except OSError as fault:
        raise Unreadable(f"cannot be read: {fault.strerror}") from None
    if len(octets) > most:
        raise Unreadable(f"is longer than {most} bytes")
    return octets


class _Mirror:
    """A mirror while it is read."""

    def __init__(self, folder: Path, report: MirrorReport) -> None:
        self.folder, self.report = folder, report
        self.checkpoint = report.signed.checkpoint
        self.origins = Origins(self.checkpoint.origin)

    def compute(self, wanted: bytes | None, with_entries: bool) -> None:
        """Compute every hash above the leaves again, and hold tiles, root and entries to it."""
        edge = RightEdge()
        for index, hashes in self._leaf_tiles():
            self._look_for(wanted, index, hashes)
            for tile in edge.extend(hashes):
                if tile.level and tile.width == FULL:
                    self._check_upper(tile.level, tile.index, tile.hashes)
            if with_entries:
                self._check_entries(index, hashes)
        for tile in edge.unfinished():
            if tile.level:
                self._check_upper(tile.level, tile.index, tile.hashes)
        if edge.size != self.checkpoint.size or edge.root() != self.checkpoint.root:
            self._find("checkpoint", "the tiles lead to another root")
        self.report.sources.finish()
        for at, fault in self.report.sources.findings:
            self._find(f"entry {at}", fault)
