"""Words of the register of parties, for templates."""

from __future__ import annotations

from datetime import date

from django import template

from sites.parties import words

register = template.Library()


@register.filter
def party_word(stored: str | None, table: str) -> str:
    """Return the reader's word for a stored word about a party."""
    return words.word(table, stored)


@register.filter
def as_day(text: str | None) -> date | None:
    """Return the day that a fact names, for the filter that spells days."""
    return date.fromisoformat(text) if text else None
