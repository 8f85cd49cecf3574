"""Figures as the reader's language writes them: kilograms from grams, shares, codes."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger import codes

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def kilograms(grams: int) -> str:
    """Return grams as kilograms with one decimal, or as many as it takes to be exact: 45.8, 1,190.0, 45.755."""
    decimals = 1 if grams % 100 == 0 else 2 if grams % 10 == 0 else 3
    figure = number_format(Decimal(abs(grams)) / 1000, decimals, use_l10n=True, force_grouping=True)
    return f"{MINUS}{NBSP}{figure}" if grams < 0 else figure


def kilograms_with_unit(grams: int) -> str:
    """Return kilograms with their unit; "kg" always follows a weight."""
    return f"{kilograms(grams)}{NBSP}kg"


def share(part: int, whole: int) -> str:
    """Return a share in whole per cent; what is not all is never shown as 100, what is not nothing never as 0."""
    percent = (200 * part + whole) // (2 * whole) if whole else 0
    if percent == 100 and part != whole:
        return f">{NBSP}99{NBSP}%"
    if percent == 0 and part:
        return f"<{NBSP}1{NBSP}%"
    return f"{percent}{NBSP}%"


def marked_code(code: str) -> SafeString:
    """Return a code in groups of four with its check sign marked; a foreign number as it is."""
    if not codes.is_code(code):
        return format_html('<span class="code">{}</span>', code)
    return format_html('<span class="code">{}-<b>{}</b></span>', codes.shown(code)[:-2], code[-1])
