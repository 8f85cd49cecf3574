"""The anchor: the last signed checkpoint in a file outside the database, so that a restored backup is noticed.

Beside it lies which database server the log was in. An empty anchor says that nothing was signed yet; one that is not
there although the database holds checkpoints was lost, and is never made anew without an operator's word.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.errors import Unreadable
from ledger.proofs.notes import parse_note

BEHIND, OTHER_ROOT, GONE, UNREADABLE, OTHER_SERVER, BROKEN_TREE, RESTORED = (
    "behind",
    "other_root",
    "anchor_gone",
    "anchor_unreadable",
    "another_server",
    "broken_tree",
    "restored",
)
"""Why a log is frozen. BEHIND and OTHER_ROOT say against whom: the anchor, or a witness by its name."""


class Frozen(Exception):
    """The database is behind its own published past, or differs from it: nothing may be signed.

    `published` is the checkpoint that the world holds, `held` the database's own (notes).
    """

    def __init__(
        self, sentence: str, reason: str = "", whose: str = "", published: str | None = None, held: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.reason, self.whose, self.published, self.held = reason, whose, published, held
        self.said_before = False

    @classmethod
    def again(cls, said: dict[str, Any]) -> Frozen:
        """Return what was said when the log froze, as the database keeps it."""
        reason, whose = str(said.get("reason")), str(said.get("whose") or "")
        sentence = f"It has been frozen since {said.get('since')} ({reason}{' ' + whose if whose else ''})."
        frozen = cls(sentence, reason, whose, said.get("published"), said.get("held"))
        frozen.said_before = True
        return frozen


class Anchor:
    """One file that holds the newest signed checkpoint; written and flushed before anybody is shown it."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    def read(self) -> str | None:
        """Return the anchored note, or None before the first checkpoint."""
        return (self.path.read_text(encoding="utf-8") or None) if self.path.exists() else None

    def begin(self) -> None:
        """Say that this log has signed nothing yet: from here on a missing file is a lost one."""
        with self._alone():
            if not self.path.exists():
                write_durably(self.path, "")

    def is_lost(self, signed: int) -> bool:
        """Say whether an anchor that holds nothing was lost, where so many checkpoints (2: or more) were signed.

        One may have been signed just before a crash; its anchor is then empty, but there.
        """
        return signed > (1 if self.path.exists() else 0)

    def write(self, note: str) -> None:
        """Replace the anchor durably, unless it holds a later checkpoint: flushed, then renamed over the old one.

        Two sequencers may come here in the reverse order of their commits; the lock makes look and rename one act.
        """
        with self._alone():
            held = self.read()
            if held is None or size_of(held) < size_of(note):
                write_durably(self.path, note)

    def settle(self) -> None:
        """Make sure that the anchor stays under its name: who wrote it may have died just before."""
        flush_names(self.path.parent)

    def replace_lost(self, note: str) -> None:
        """Write the anchor as `write` does, but put one that cannot be read aside first: an operator has said so."""
        with self._alone():
            try:
                size_of(self.read() or note)
            except (Unreadable, UnicodeError):
                self.path.replace(self.path.with_name(f"{self.path.name}.unreadable"))
        self.write(note)

    def begin_anew(self, origin: str) -> None:
        """Put the anchor of a log that has ended aside, and begin one for the next."""
        with self._alone():
            if self.read() is not None:
                self.path.replace(self.path.with_name(f"{self.path.name}.ended-{short(origin)}"))
            write_durably(self.path, "")

    def server(self) -> str | None:
        """Return which database server the log was in when it was last looked at."""
        path = self._server_file()
        return path.read_text(encoding="ascii").strip() if path.exists() else None

    def keep_server(self, identifier: str) -> None:
        """Remember the database server; one that does not say who it is is not remembered."""
        if identifier:
            write_durably(self._server_file(), identifier + "\n")

    def _server_file(self) -> Path:
        return self.path.with_name("server")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def write_durably(path: Path, text: str) -> None:
    """Give a file this text: flushed under another name, renamed over the old one, and the name flushed too."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    flush_names(path.parent)


def flush_names(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def size_of(note: str) -> int:
    """Return the size that a checkpoint's note speaks of; raises Unreadable."""
    return parse_checkpoint(parse_note(note).text).size


def short(name: str) -> str:
    """Return sixteen hexadecimal digits that stand for a name in the name of a file."""
    return sha256(name.encode("utf-8")).hexdigest()[:16]
