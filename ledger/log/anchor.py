"""The anchor: the last published checkpoint in a file outside the database, so that a restored backup is noticed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.notes import parse_note
from ledger.proofs.tiles import root_at


class Frozen(Exception):
    """The database is behind its own published past, or differs from it: nothing may be signed."""


class Anchor:
    """One file that holds the newest signed checkpoint; written and flushed before anybody is shown it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str | None:
        """Return the anchored note, or None before the first checkpoint."""
        return self.path.read_text(encoding="utf-8") if self.path.exists() else None

    def write(self, note: str) -> None:
        """Replace the anchor durably, unless it holds a later checkpoint: flushed, then renamed over the old one.

        Two sequencers may come here in the reverse order of their commits; the lock makes look and rename one act.
        """
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            held = self.read()
            if held is None or _size(held) < _size(note):
                self._replace(note)

    def _replace(self, note: str) -> None:
        new = self.path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)

    def compare(self, size: int, read_tile: Callable[[int, int], bytes]) -> None:
        """Raise Frozen unless the database holds all that the anchor says was published."""
        note = self.read()
        if note is None:
            return
        anchored = parse_checkpoint(parse_note(note).text)
        if anchored.size > size:
            raise Frozen(f"The log was published with {anchored.size} events, but the database holds {size}.")
        if root_at(anchored.size, read_tile) != anchored.root:
            raise Frozen(f"The database holds other events below {anchored.size} than were published.")


def _size(note: str) -> int:
    return parse_checkpoint(parse_note(note).text).size
