"""Which paragraph of the OECD's Annex II a sanctions programme stands nearest to; without one it is operational.

A proposal of ours: a list says why somebody is on it, not which risk of a supply chain that is. Pure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

OPERATIONAL = "operational"
ORDER = ("A2-3.i", "A2-1.iv", "A2-12", OPERATIONAL)
"""Of several programmes the first of these counts."""


@cache
def _by_word() -> dict[str, str]:
    with (Path(__file__).parent / "programmes.csv").open(newline="", encoding="utf-8") as file:
        return {row["word"]: row["category"] for row in csv.DictReader(file)}


def category_of(programmes: Iterable[str]) -> str:
    """Return the category of a listing under these programmes."""
    found = {_by_word().get(_plain(programme), OPERATIONAL) for programme in programmes}
    return min(found or {OPERATIONAL}, key=ORDER.index)


def _plain(programme: str) -> str:
    """Return the word of a programme: an OpenSanctions cell says more, "UNSC 1533 - DRC"."""
    said = programme.strip().upper()
    return said if said in _by_word() else said.rsplit(" - ", 1)[-1].strip()
