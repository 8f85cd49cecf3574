"""Words and measures of a mine site, for templates."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from sites.showing import words
from sites.visits.wording import MECHANISATION

register = template.Library()


@register.filter
def asm_class(stored: str) -> str:
    """Return the reader's word for a class of mining."""
    return str(words.CLASSES.get(stored, stored))


@register.filter
def zone_kind(stored: str) -> str:
    """Return the reader's word for a kind of zone."""
    return str(words.ZONES.get(stored, stored))


@register.filter
def mechanisation(level: int) -> str:
    """Return the tools of a level of mechanisation."""
    return str(MECHANISATION.get(level, level))


@register.filter
def metres(centimetres: int) -> str:
    """Return centimetres as metres."""
    return str(number_format(centimetres / 100, decimal_pos=0 if centimetres % 100 == 0 else 1))
