"""Files that the world fetches: each is there whole or not at all, and what never changes is never replaced."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ledger.log.anchor import flush_names

DRAFTS = ".drafts"
"""Where files are written before they get their names; readers and mirrors pass it over."""


class PublishingStopped(Exception):
    """What lies in the folders, what the anchor holds and what the database says do not agree: nothing is published."""


class Folder:
    """A folder of published files. One publisher at a time works in it: whoever uses it holds the publisher's lock."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._unsettled: set[Path] = set()

    def prepare(self) -> None:
        """Make the folder, and remove what a publisher that died had begun."""
        drafts = self.root / DRAFTS
        self._make(drafts)
        for left in drafts.iterdir():
            left.unlink()

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None if there is none."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def add(self, path: str, content: bytes) -> bool:
        """Put a file there that never changes; say whether it is new. Raises PublishingStopped for other bytes."""
        held = self.read(path)
        if held is not None:
            if held != content:
                raise PublishingStopped(f"{path} was published with other bytes than the database holds now")
            self._settle_later(self.root / path)  # who put it there may have died before its name was sure to stay
            return False
        self._put(path, content)
        return True

    def replace(self, path: str, content: bytes) -> None:
        """Put a file there that does change, once all that was added before is sure to stay."""
        self.settle()
        self._put(path, content)
        self.settle()

    def settle(self) -> None:
        """Make the names of all new files durable: their bytes are already."""
        for folder in sorted(self._unsettled):
            flush_names(folder)
        self._unsettled.clear()

    def drop(self, path: str) -> None:
        """Remove a folder of files that nobody needs any more."""
        shutil.rmtree(self.root / path, ignore_errors=True)

    def set_aside(self, mark: str) -> None:
        """Give the whole folder another name, if it is there and nothing of that name is."""
        aside = self.root.with_name(f"{self.root.name}.{mark}")
        if self.root.exists() and not aside.exists():
            self.root.rename(aside)

    def _put(self, path: str, content: bytes) -> None:
        draft, target = self.root / DRAFTS / path.replace("/", "_"), self.root / path
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._make(target.parent)
        draft.replace(target)
        self._unsettled.add(target.parent)

    def _settle_later(self, file: Path) -> None:
        self._unsettled.update(folder for folder in file.parents if folder.is_relative_to(self.root))

    def _make(self, folder: Path) -> None:
        missing = [step for step in (folder, *folder.parents) if not step.exists()]
        for step in reversed(missing):
            step.mkdir(exist_ok=True)
            self._unsettled.add(step.parent)
