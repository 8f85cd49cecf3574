"""Load: some writers at once, started again when they are killed, and brought to their last answer at the end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.drill.ground import Ground, until
from tests.drill.journal import read
from tests.drill.nursery import Child, Nursery

BEHIND = {"LogBehind"}
"""What writers may be told while no sequencer runs: come again, nothing is wrong."""


class Load:
    """Writers on a ground, each with a journal of its own."""

    def __init__(self, ground: Ground, nursery: Nursery, writers: int = 2, **settings: Any) -> None:
        self.ground, self.nursery, self.writers, self.settings = ground, nursery, writers, settings
        self.world = str(ground.home.root / "world.json")
        self.children: list[Child] = []

    @property
    def journals(self) -> list[Path]:
        return [self.ground.home.root / f"writer-{number}.jsonl" for number in range(self.writers)]

    def start(self, **settings: Any) -> None:
        """Start all writers."""
        self.children = [self.start_one(number, **settings) for number in range(self.writers)]

    def start_one(self, number: int, **settings: Any) -> Child:
        """Start one writer; it takes up what its journal says."""
        said = {"world": self.world, "seed": number, "share": (number, self.writers), **self.settings, **settings}
        return self.nursery.start("write", str(self.journals[number]), **said)

    def answered(self) -> int:
        """Count the answers so far."""
        return sum(len(read(journal).answers) for journal in self.journals)

    def go_on(self, answers: int) -> None:
        """Wait until there are so many answers more."""
        wanted = self.answered() + answers
        until(lambda: self.answered() >= wanted or self._broken(), f"{answers} more answers")
        assert not self._broken(), self._broken()

    def _broken(self) -> str:
        return "".join(child.said() for child in self.children if child.code not in (None, 0, -signal.SIGKILL))

    def stop(self) -> None:
        """Let every writer come to the end of what it is at."""
        for child in self.children:
            child.kill(signal.SIGTERM)
        for child in self.children:
            assert child.wait() in (0, -signal.SIGKILL, -signal.SIGTERM), child.said()

    def settle(self) -> None:
        """Send again what was not answered, without anything new."""
        for number in range(self.writers):
            child = self.start_one(number, most=0)
            assert child.wait() == 0, child.said()

    def told(self) -> list[str]:
        """Every time that writers were told something instead of an answer."""
        return [failure for journal in self.journals for failure in read(journal).failures]

    def failures(self) -> set[str]:
        """What writers were told instead of an answer."""
        return set(self.told())


@contextmanager
def under_load(ground: Ground, nursery: Nursery, writers: int = 2, **settings: Any) -> Iterator[Load]:
    """Keep writers at work, and stop them at the end."""
    load = Load(ground, nursery, writers, **settings)
    load.start()
    yield load
    load.stop()
