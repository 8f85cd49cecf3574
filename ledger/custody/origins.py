"""Origins flow with the grams: exact, pure, and never without the unknown (law 4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.arithmetic import apportion, merged
from ledger.custody.tables import SEGREGATED, UNKNOWN_PLACE
from ledger.units import PPM

OriginKey = tuple[str, date, str]
STRENGTH = {"identity": 3, "segregated": 2, "mass_balance": 1}


def unknown_grams(in_g: int, out_g: int, tolerance_ppm: int) -> int:
    """Return the grams of a gain beyond tolerance: nobody knows where they came from."""
    return max(0, out_g - in_g - in_g * tolerance_ppm // PPM)


def blended_origins(carried: Iterable[Any], mass_g: int, unknown_g: int, day: date) -> list[tuple[OriginKey, int]]:
    """Return origins of a blend of mass_g grams: the carried ones by weight, and unknown_g grams of unknown origin.

    A blend is at best segregated: a claim never grows stronger downstream.
    """
    shares = merged(((each.place, each.dug_on, _weaker(each.custody_model)), each.grams) for each in carried)
    traced = apportion(mass_g - unknown_g, shares)
    unknown = [((UNKNOWN_PLACE, day, SEGREGATED), unknown_g)] if unknown_g else []
    return merged([*traced, *unknown])


def _weaker(model: str) -> str:
    return min(model, SEGREGATED, key=STRENGTH.__getitem__)
