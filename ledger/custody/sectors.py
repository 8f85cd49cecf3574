"""Artisanal or industrial: the sector in which ore was dug, kept by all that is made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

ARTISANAL, INDUSTRIAL = "artisanal", "industrial"
SECTORS = (ARTISANAL, INDUSTRIAL)
PRODUCTION = "production"
KEPT_APART = frozenset({"cobalt_ore", "copper_cobalt_ore"})
"""Ores of which no mix of both sectors may be made or exported (ARECOMS, 22 Feb 2025)."""


def sector_of(lot: Any) -> str | None:
    """Return the sector of a lot; a bag that was tagged at a mine site is artisanal unless it says otherwise."""
    said: str | None = lot.sector
    return said or (ARTISANAL if lot.made_as == PRODUCTION else None)


def sector_of_all(lots: Iterable[Any]) -> str | None:
    """Return the sector that all lots have; None where they differ or one has none."""
    found = {sector_of(lot) for lot in lots}
    return found.pop() if len(found) == 1 else None
