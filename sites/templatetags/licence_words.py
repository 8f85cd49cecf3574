"""Words of the register of licences, for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from sites.licensing import words

register = template.Library()
STATES = {
    "valid": _("Valid"),
    "ends_soon": _("Ends soon"),
    "expired": _("Run out"),
    "not_begun": _("Not begun yet"),
    **words.STOPS,
}
TABLES = {
    "state": STATES,
    "ore": words.ORES,
    "act": words.ACTS,
    "product": words.STATES,
    "agreement": words.AGREEMENTS,
    "confidence": words.CONFIDENCE,
}


@register.filter
def licence_word(stored: str | None, table: str) -> str:
    """Return the reader's word for a stored word about a licence; one without a word as it is stored."""
    return str(TABLES[table].get(stored or "", stored or ""))
