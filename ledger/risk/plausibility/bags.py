"""Bags as they were tagged: by whom, when it happened and when it was entered, in the local time of the place. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

BAGS = "bags"
"""Findings about a place: the bags of the last months."""


@dataclass(frozen=True)
class Bag:
    """A bag that was tagged; both moments are what a clock on the wall of the place shows."""

    lot: str
    agent: str
    grams: int
    moment: datetime
    entered: datetime


def by_agent(bags: Iterable[Bag]) -> dict[str, list[Bag]]:
    """Return the bags of each agent in the order in which they were tagged."""
    found: dict[str, list[Bag]] = {}
    for each in sorted(bags, key=lambda bag: (bag.moment, bag.lot)):
        found.setdefault(each.agent, []).append(each)
    return dict(sorted(found.items()))


def tagged_in(bags: Iterable[Bag], first: date, last: date) -> list[Bag]:
    """Return the bags tagged from a day to another, both counted."""
    return [each for each in bags if first <= each.moment.date() <= last]
