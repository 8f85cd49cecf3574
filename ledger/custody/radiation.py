"""Uranium and thorium in a lot, as they were read: which readings count, and where one must be there (MIN-05). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from ledger.reference.grades import METAL_OF, OXIDE_OF, RADIOACTIVE, as_metal
from ledger.reference.parameters import parameter

REQUIRED = "radiation_reading_required"


def reading_required(mineral: str, product: str | None, day: date, country: str) -> bool:
    """Say whether what is dug or made of an ore leaves a country only once both metals were read."""
    return any(_required(f"{REQUIRED}.{each}", day, country) for each in (mineral, product))


def _required(name: str, day: date, country: str) -> bool:
    try:
        return bool(parameter(name, day, country))
    except KeyError:
        return bool(parameter(REQUIRED, day, country))


def readings(assays: Iterable[Any]) -> dict[str, Any]:
    """Return the reading that counts of each metal: final before provisional, then the newest."""
    found: dict[str, Any] = {}
    for each in sorted(assays, key=lambda each: (not each.provisional, each.on_day, each.event_id)):
        if METAL_OF[each.grade_of] in RADIOACTIVE:
            found[METAL_OF[each.grade_of]] = each
    return found


def not_read(assays: Iterable[Any]) -> list[str]:
    """Return the metals of which nobody has a reading; "nothing found" is a reading of 0."""
    return [metal for metal in RADIOACTIVE if metal not in readings(assays)]


def metals_ppm(read: dict[str, Any]) -> Fraction:
    """Return uranium and thorium together in the dry ore, as metals: how the law of Rwanda counts them."""
    return sum((each.grade_ppm * as_metal(each.grade_of) for each in read.values()), Fraction(0))


def oxides_ppm(read: dict[str, Any]) -> Fraction:
    """Return U3O8 and ThO2 together in the dry ore: how carriers count them."""
    return sum(
        (each.grade_ppm * as_metal(each.grade_of) / as_metal(OXIDE_OF[metal]) for metal, each in read.items()),
        Fraction(0),
    )
