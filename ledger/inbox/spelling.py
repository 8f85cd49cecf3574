"""Spells numbers and weights for a reader, in the active language."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format

from ledger.units import GRAMS_PER_KG


def kilograms(grams: int) -> str:
    """Return grams as kilograms with their unit, to two decimals, or three where the third one says something."""
    places = 2 if grams % 10 == 0 else 3
    number = number_format(Decimal(grams) / GRAMS_PER_KG, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{number} kg"


def whole(number: int) -> str:
    """Return a whole number in groups of three."""
    return number_format(number, use_l10n=True, force_grouping=True)
