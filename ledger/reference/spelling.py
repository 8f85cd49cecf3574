"""Spells numbers and weights for a reader, in the active language."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format

from ledger.units import GRAMS_PER_KG

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def kilograms(grams: int) -> str:
    """Return grams as kilograms with one decimal, or as many as it takes to be exact: 45.8, 1,190.0, 45.755."""
    decimals = 1 if grams % 100 == 0 else 2 if grams % 10 == 0 else 3
    figure = number_format(Decimal(abs(grams)) / GRAMS_PER_KG, decimals, use_l10n=True, force_grouping=True)
    return f"{MINUS}{NBSP}{figure}" if grams < 0 else figure


def kilograms_with_unit(grams: int) -> str:
    """Return kilograms with their unit; "kg" always follows a weight."""
    return f"{kilograms(grams)}{NBSP}kg"


def percent(ppm: int) -> str:
    """Return parts per million as per cent, with one decimal or as many as it takes to be exact: 78.5, 0.0012."""
    decimals = next(number for number in range(1, 5) if ppm % 10 ** (4 - number) == 0)
    return number_format(Decimal(ppm) / 10_000, decimals, use_l10n=True, force_grouping=True)


def whole(number: int) -> str:
    """Return a whole number in groups of three."""
    return number_format(number, use_l10n=True, force_grouping=True)
