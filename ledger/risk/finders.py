"""Finders: rooms above tell the rules what standing does not hold, such as where a place lies on a map.

A finder may look at what replay cannot make again (exact positions); its findings become evidence only as numbers, and
flags are events, so what was known then stays known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.log.reading import Positioned

Findings = Mapping[str, Mapping[str, Any]]
Finder = Callable[[Sequence[str], date], Findings]
Touching = Callable[[Sequence[Positioned]], tuple[set[str], ...]]
FINDERS: dict[str, list[Finder]] = {"place": [], "lot": [], "party": []}
TOUCHING: list[Touching] = []


def finds(looks_at: str) -> Callable[[Finder], Finder]:
    """Register a function that returns findings about "place", "lot" or "party" codes as of a day, by code and name."""

    def register(function: Finder) -> Finder:
        FINDERS[looks_at].append(function)
        return function

    return register


def touches(function: Touching) -> Touching:
    """Register a function that says which places, lots and (third, if it wants) parties are worth another look."""
    TOUCHING.append(function)
    return function


def findings_about(looks_at: str, codes: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """Return what all finders know of these places or lots."""
    found: dict[str, dict[str, Any]] = {}
    for finder in FINDERS[looks_at]:
        for code, said in finder(codes, today).items():
            found.setdefault(code, {}).update(said)
    return found


def touched(events: Sequence[Positioned]) -> tuple[set[str], set[str], set[str]]:
    """Return the places, lots and parties that these events touch in the eyes of the rooms above."""
    told = [function(events) for function in TOUCHING]
    places, lots, parties = ({code for each in told if len(each) > which for code in each[which]} for which in range(3))
    return places, lots, parties
