"""The countries of ISO 3166-1, by the table of names that we ship with."""

from __future__ import annotations

from functools import cache

from babel import Locale

from ledger.errors import BadEntry

NOT_ISO = "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ"
"""Two-letter codes of the table of names that stand for no country of ISO 3166-1."""


@cache
def countries() -> frozenset[str]:
    """Return the alpha-2 codes."""
    named = Locale("en").territories
    return frozenset(code for code in named if len(code) == 2 and code.isalpha()) - set(NOT_ISO.split())


def known_country(code: str, field: str = "facts.country") -> None:
    """Refuse a code that is no country's."""
    if code not in countries():
        raise BadEntry("unknown_country", field, "a country of ISO 3166-1 in two letters, for example CD", given=code)
