"""Reads what a mirror keeps of the log: newest checkpoint and entry bundles, in the paths of C2SP tlog-tiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ledger.proofs.bundles import parse_bundle
from ledger.proofs.errors import Unreadable
from ledger.proofs.tile_paths import FULL, entries_path

PLACES = ("", "public", "bundles")
"""Where in the folder they may lie: a mirror keeps both together, a copy of the log's own home keeps them apart."""


class NotHeld(Exception):
    """The mirror does not hold an entry that is needed; the message names the first."""


class Mirror:
    """A folder with `tile/entries/…` and perhaps `checkpoint`; nothing in it is believed."""

    def __init__(self, folder: Path) -> None:
        self.folders = [folder / place for place in PLACES]

    def checkpoint(self) -> str | None:
        """Return the note of the newest checkpoint in the folder."""
        found = [folder / "checkpoint" for folder in self.folders if (folder / "checkpoint").is_file()]
        return found[0].read_text(encoding="utf-8") if found else None

    def entries(self, start: int, end: int) -> Iterator[list[bytes]]:
        """Yield the entries at positions [start, end) in bundles. Raises NotHeld."""
        while start < end:
            index, skipped = divmod(start, FULL)
            width = min(FULL, end - index * FULL)
            yield self._bundle(index, width)[skipped:width]
            start = index * FULL + width

    def _bundle(self, index: int, width: int) -> list[bytes]:
        """Return the first `width` entries of a bundle: from the full one, or the narrowest partial that holds them."""
        for path, held in self._candidates(index, width):
            try:
                return parse_bundle(path.read_bytes(), held)[:width]
            except Unreadable as fault:
                raise NotHeld(f"the bundle of entry {index * FULL} cannot be read: {fault}") from None
        raise NotHeld(f"the folder does not hold the entries from {index * FULL} up to {index * FULL + width}")

    def _candidates(self, index: int, width: int) -> Iterator[tuple[Path, int]]:
        name = entries_path(index, FULL)
        partials: list[tuple[int, Path]] = []
        for folder in self.folders:
            if (folder / name).is_file():
                yield folder / name, FULL
            names = (folder / f"{name}.p").glob("*")
            partials += [(int(each.name), each) for each in names if each.name.isdigit() and int(each.name) >= width]
        yield from ((path, held) for held, path in sorted(partials))
