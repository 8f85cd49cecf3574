"""Enters what is said in large batches, by the engine's own path: read, locked, judged, sealed, applied, appended."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from itertools import islice
from uuid import UUID

from buyers.growing.cast import Said
from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.inbox.envelopes import read_envelope

BATCH = 1_000
OFFSET = "+02:00"


class Unexpected(Exception):
    """The ledger did not record what a made world says."""


class Writer:
    """Turns what is said into entries with keys of its own, and enters them; every entry must be recorded."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (a made world shall be the same again)
        self.entered = 0

    def say(self, said: Iterable[Said], day: date, time: str) -> None:
        """Enter what was said on a day at a time. Raises Unexpected."""
        happened_at, rest = f"{day.isoformat()}T{time}:00{OFFSET}", iter(said)
        while batch := list(islice(rest, BATCH)):
            self._enter([self._entry(each, happened_at) for each in batch])

    def _entry(self, said: Said, happened_at: str) -> Entry:
        kind, facts, actor = said
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        return read_envelope({"key": key, "kind": kind, "happened_at": happened_at, "facts": facts}, actor)

    def _enter(self, entries: list[Entry]) -> None:
        for entry, answer in zip(entries, enter(entries), strict=True):
            if answer.status != "recorded":
                raise Unexpected(f"{entry.kind} is {answer.status}: {answer.code} {answer.facts} {answer.field or ''}")
        self.entered += len(entries)
