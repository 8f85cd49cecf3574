"""Watches what the world is shown during a drill, and keeps every checkpoint that it ever saw."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import psycopg

from config.logins import SUPERUSER, embedded_login
from tests.drill.ground import Ground

LOOK_EVERY = 0.01


class Watcher:
    """Looks at the anchor, the published checkpoint and the database's checkpoints, again and again."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.notes, self.done = ground, set[str](), threading.Event()
        self.threads = [threading.Thread(target=each, daemon=True) for each in (self._files, self._rows)]

    def __enter__(self) -> Watcher:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()

    def _files(self) -> None:
        log = self.ground.home.log
        while not self.done.wait(LOOK_EVERY):
            for file in (log / "anchor", log / "public" / "checkpoint"):
                self._keep(file)

    def _keep(self, file: Path) -> None:
        with contextlib.suppress(OSError):
            if note := file.read_text(encoding="utf-8"):
                self.notes.add(note)

    def _rows(self) -> None:
        """What commits is shown to whoever reads, even if it were gone a moment later."""
        while not self.done.wait(LOOK_EVERY * 10):
            with contextlib.suppress(psycopg.Error), self._connect() as connection:
                while not self.done.wait(LOOK_EVERY * 5):
                    self.notes |= {
                        note
                        for (note,) in connection.execute(
                            "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 3"
                        )
                    }

    def _connect(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(embedded_login(SUPERUSER, self.ground.home).url, autocommit=True, connect_timeout=5)
