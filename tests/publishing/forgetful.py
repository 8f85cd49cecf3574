"""A disk that loses power: what was flushed stays, and a name stays once its folder was flushed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

FOLDER = None


class ForgetfulDisk:
    """Knows at any moment what a power cut would leave of the files below a folder; all that lies there now is kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept: dict[Path, bytes | None] = {
            path: FOLDER if path.is_dir() else path.read_bytes() for path in root.rglob("*")
        }
        self._flushed = {_written(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    @contextmanager
    def watched(self, look: Callable[[], object] = lambda: None):
        """See every flush, and look after each."""
        flush = os.fsync

        def seen(file: int) -> None:
            flush(file)
            self._see(Path(os.readlink(f"/proc/self/fd/{file}")))
            look()

        os.fsync = seen
        try:
            yield
        finally:
            os.fsync = flush

    def left(self) -> dict[str, bytes]:
        """Return the files that a power cut would leave now."""
        return {
            str(path.relative_to(self.root)): content
            for path, content in self._kept.items()
            if content is not FOLDER and self._is_reached(path.parent)
        }

    def lay_out(self, folder: Path) -> None:
        """Write what would be left into another folder."""
        for path, content in self.left().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)

    def _is_reached(self, folder: Path) -> bool:
        return folder == self.root or folder in self._kept and self._is_reached(folder.parent)

    def _see(self, path: Path) -> None:
        if path.is_file():
            self._flushed[_written(path)] = path.read_bytes()
            return
        for known in [each for each in self._kept if each.parent == path]:
            del self._kept[known]
        for each in path.iterdir():
            self._kept[each] = FOLDER if each.is_dir() else self._flushed.get(_written(each), b"")


def _written(path: Path) -> tuple[int, int]:
    """Name what was written: an inode is given away again, its time is not."""
    state = path.stat()
    return state.st_ino, state.st_mtime_ns
