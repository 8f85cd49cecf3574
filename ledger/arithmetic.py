"""Exact apportionment: grams are shared out and not one is made or lost."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
VERSION = "largest-remainder-1"


def apportion(total: int, shares: Sequence[tuple[Key, int]]) -> list[tuple[Key, int]]:
    """Share out total in proportion to shares (key, weight >= 0), by largest remainder, ties by key.

    The parts add up to total exactly and come back sorted by key, zero parts left out. Raises ValueError when
    there is something to share and nothing to share it by.
    """
    weights = merged(shares)
    whole = sum(weight for _, weight in weights)
    if total == whole:
        return [(key, weight) for key, weight in weights if weight]
    if whole <= 0 or total < 0:
        raise ValueError(f"cannot apportion {total} by a weight of {whole}")
    floors = [(key, *divmod(weight * total, whole)) for key, weight in weights]
    short = total - sum(part for _, part, _ in floors)
    by_remainder = sorted(range(len(floors)), key=lambda place: (-floors[place][2], place))
    one_more = set(by_remainder[:short])
    parts = [(key, part + (place in one_more)) for place, (key, part, _) in enumerate(floors)]
    return [(key, part) for key, part in parts if part]


def apportion_in_turn(totals: Sequence[int], shares: Sequence[tuple[Key, int]]) -> list[list[tuple[Key, int]]]:
    """Share out several totals one after the other, each by what the earlier ones left over.

    Where the totals add up to the shares, every share is used up exactly.
    """
    left = merged(shares)
    taken = []
    for total in totals:
        part = apportion(total, left)
        used = dict(part)
        left = [(key, weight - used.get(key, 0)) for key, weight in left]
        taken.append(part)
    return taken


def merged(shares: Iterable[tuple[Key, int]]) -> list[tuple[Key, int]]:
    """Return shares with equal keys added up, sorted by key."""
    sums: dict[Any, int] = {}
    for key, weight in shares:
        sums[key] = sums.get(key, 0) + weight
    return sorted(sums.items())
