"""Words of screening in templates."""

from __future__ import annotations

from django import template

from buyers.screening.section import edition_in_words
from buyers.templatetags.ledger_words import iso_day

register = template.Library()


@register.filter
def edition_words(edition: str) -> str:
    """Return an edition as source and day."""
    _key, source, day = edition_in_words(edition)
    return f"{source}, {iso_day(day)}"
