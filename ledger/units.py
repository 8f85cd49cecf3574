"""Quantities are integers: grams for mass, ppm for shares, minor units for money."""

from __future__ import annotations

import re

GRAMS_PER_KG = 1_000
PPM = 1_000_000
_KILOGRAMS = re.compile(r"^\s*(\d{1,7})(?:[.,](\d{1,3}))?\s*(?:kg)?\s*$", re.ASCII)


def grams_from_kilograms(typed: str) -> int:
    """Return grams for kilograms as a person types them ("45.8", "45,80", "45 kg").

    Raises ValueError when it is not a number with at most three decimals: a scale shows no more.
    """
    found = _KILOGRAMS.match(typed)
    if not found:
        raise ValueError(typed)
    whole, decimals = found.groups(default="")
    return int(whole) * GRAMS_PER_KG + int(decimals.ljust(3, "0") or 0)


def share_ppm(part_g: int, whole_g: int) -> int:
    """Return part of whole in parts per million, rounded half up; 0 of 0 is 0."""
    return (2 * part_g * PPM + whole_g) // (2 * whole_g) if whole_g else 0
