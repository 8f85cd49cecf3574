"""The key of an area: a country, a province of it, or a zone that was drawn. Pure."""

from __future__ import annotations

import unicodedata

_SAYS_WHAT_IT_IS = {"province", "state", "region", "division", "district", "prefecture", "union", "territory"}
"""Words of a source that say what an area is, and are no part of its name."""


def plain(name: str) -> str:
    """Return a province's name as it is compared: without accents, signs, case and the word for what it is."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in bare.casefold()).split()
    return " ".join([word for word in words if word not in _SAYS_WHAT_IT_IS] or words)


def area_of(country: str, province: str | None = None, zone: str | None = None) -> str:
    """Return "CD", "CD:nord kivu" or the code of a zone."""
    if zone:
        return zone
    return f"{country}:{plain(province)}" if province else country


def areas_of(country: str, places: str | None) -> list[str]:
    """Return the areas of which the register says that a place lies in them ("Kalehe, Sud-Kivu"): smaller ones first.

    The register writes territory and province into one text; each is taken for a name.
    """
    named = [plain(each) for each in (places or "").split(",")]
    return [*(f"{country}:{name}" for name in named if name), *([country] if country else [])]
