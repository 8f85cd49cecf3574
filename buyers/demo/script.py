"""The script: every entry of the demo in the order in which it comes in, made of arithmetic alone. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from buyers.demo import cast
from ledger import codes

OFFSET = timezone(timedelta(hours=2))
SEED = "lodebook demo 1"
RECORDED, WAITING = "recorded", "waiting"
NAMES = uuid5(NAMESPACE_URL, SEED)


@dataclass(frozen=True)
class Act:
    """One entry: who says what, when it comes in, and what the ledger shall answer (recorded, waiting or a code)."""

    actor: str
    comes_in: datetime
    envelope: dict[str, Any]
    answer: str = RECORDED


@dataclass
class Bag:
    """A tagged bag as its people know it."""

    lot: str
    tag: str
    mass_g: int
    site: str
    dug: int


@dataclass
class Script:
    """Collects acts. `day` is the demo's day; days count backwards from it. `places` are site codes by name."""

    day: date
    places: Mapping[str, str]
    acts: list[Act] = field(default_factory=list)
    bags: dict[str, list[Bag]] = field(default_factory=dict)
    made: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Lots made by blending: name -> (code, grams)."""
    tags: dict[str, list[str]] = field(default_factory=dict)
    # S311: weights of a demo, not secrets; a seed makes every home play the same
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311

    def at(self, days_ago: int, clock: str = "12:00") -> datetime:
        """Return a moment so many days before the demo's day, in the offset of the region."""
        return datetime.combine(self.day - timedelta(days=days_ago), time.fromisoformat(clock), OFFSET)

    def say(
        self,
        actor: str,
        kind: str,
        name: str,
        when: datetime,
        /,
        *,
        answer: str = RECORDED,
        comes_in: datetime | None = None,
        **facts: Any,
    ) -> None:
        """Add an act; its key follows from its name, so that a second run repeats it."""
        said = {fact: value for fact, value in facts.items() if value is not None}
        key = str(uuid5(NAMES, f"{kind} {name}"))
        envelope = {"key": key, "kind": kind, "happened_at": when.isoformat(), "facts": said}
        self.acts.append(Act(actor, comes_in or when, envelope, answer))

    def next_chapter(self) -> Script:
        """Return a script that knows what this one has told, with no acts of its own yet."""
        return replace(self, acts=[])

    def in_order(self) -> list[Act]:
        """Return the acts as they come in."""
        return sorted(self.acts, key=lambda act: act.comes_in)

    def lot_of(self, name: str) -> str:
        """Return the code of a lot named in the script."""
        return cast.code(codes.LOT, name)

    def remember(self, bags: Iterable[Bag]) -> None:
        """Keep bags by site."""
        for bag in bags:
            self.bags.setdefault(bag.site, []).append(bag)

    def take(self, site: str, dug_before: int, most: int = 400) -> list[Bag]:
        """Take bags of a site dug at least so many days ago out of the store."""
        ready = [bag for bag in self.bags[site] if bag.dug >= dug_before][:most]
        self.bags[site] = [bag for bag in self.bags[site] if bag not in ready]
        return ready
