"""One program at a time in a home: a lock that the kernel takes back when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from config.home import folder


class Locked(Exception):
    """Another program holds the lock."""


class Lock:
    """An exclusive lock on `path` from `take` to `release`; child processes do not inherit it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: int | None = None

    def take(self) -> None:
        """Take the lock at once. Raises Locked."""
        folder(self.path.parent)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise Locked(str(self.path)) from None
        self.file = file

    def say(self, words: str) -> None:
        """Leave a word for who finds the lock taken."""
        assert self.file is not None  # noqa: S101
        os.ftruncate(self.file, 0)
        os.pwrite(self.file, words.encode(), 0)

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would let two programs lock two files."""
        if self.file is not None:
            os.close(self.file)
            self.file = None
