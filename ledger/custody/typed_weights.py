"""Weights as they were typed: kept beside the grams, with the exact factor of their unit (WGT-01)."""

from __future__ import annotations

from fractions import Fraction

from ledger.custody.contained import rounded
from ledger.deeds.entries import Entry
from ledger.errors import BadEntry

FACTORS = {"g": "1", "kg": "1000", "t": "1000000", "lb": "453.59237", "oz_troy": "31.1034768"}
"""Unit -> grams in it, exactly: the pound and the troy ounce are defined by the kilogram."""
UNITS = tuple(FACTORS)
METRIC = ("g", "kg", "t")
"""Units whose digits are digits of grams."""


def typed_grams(typed: str, unit: str) -> int:
    """Return grams of a number as a person typed it, comma or point, rounded half up."""
    return rounded(Fraction(typed.replace(",", ".")) * Fraction(FACTORS[unit]))


def refuse_other_typed(entry: Entry) -> None:
    """Refuses typed weights that do not make the grams, or that come without their unit."""
    for name in ("gross", "tare"):
        typed, grams = entry.get(f"{name}_typed"), entry[f"{name}_g"]
        if typed and not entry.get("unit"):
            raise BadEntry("fact_missing", "facts.unit", "the unit in which the weights were typed")
        if typed and typed_grams(typed, entry["unit"]) != grams:
            expected = typed_grams(typed, entry["unit"])
            raise BadEntry(
                "typed_differs", f"facts.{name}_typed", f"what {name}_g says", typed_g=expected, said_g=grams
            )
