"""What templates of trade use: money, percent, names by code."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format

from buyers.slips.telling import money as money_in_words
from ledger import codes

register = template.Library()


@register.filter
def money(minor: int, currency: str) -> str:
    """Return minor units as an amount with its currency."""
    return money_in_words(minor, currency)


@register.filter
def amounts(sums: Mapping[str, int]) -> str:
    """Return sums of several currencies; a dash for none."""
    return ", ".join(money_in_words(minor, currency) for currency, minor in sorted(sums.items())) or "—"


@register.filter
def percent_of_ppm(ppm: int) -> str:
    """Return parts per million as percent."""
    return f"{number_format(ppm / 10_000, 2)} %"


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """Return the name of a code; one without a name as it is read aloud, a dash for none."""
    return names.get(code) or (codes.shown(code) if code else "—")
