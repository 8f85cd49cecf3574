"""Words of incidents, for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sites.incidents import words

register = template.Library()
LEVEL_SHAPES = {1: ("stop", "red"), 2: ("warn", "yellow"), 3: ("flag", "")}


@register.filter
def incident_word(stored: Any, table: str) -> str:
    """Return the reader's word for a stored word about an incident; one without a word as it is stored."""
    return str(words.TABLES[table].get(stored, stored if stored is not None else ""))


@register.filter
def level_colour(level: int) -> str:
    """Return the colour in which a level is drawn; its words always stand beside it."""
    return words.LEVEL_COLOURS[level]


@register.simple_tag
def level_chip(level: int) -> SafeString:
    """Return the chip of a level: a shape and its words. The least grave has no colour of a status."""
    shape, colour = LEVEL_SHAPES[level]
    return format_html(
        '<span class="chip"{}><svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>{}</span>',
        format_html(' data-s="{}"', colour) if colour else "",
        shape,
        words.LEVELS[level],
    )


@register.filter
def finding_colour(finding: str | None) -> str:
    """Return the colour of a finding; none yet is no information."""
    return words.FINDING_COLOURS.get(finding or "", "none")
