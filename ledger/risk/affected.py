"""How many grams a flag affects: those of the lot, or those of a place or party that are still there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum

from ledger.custody.models import Lot, Origin
from ledger.custody.tables import IN_TRANSIT, OPEN

STILL_THERE = (OPEN, IN_TRANSIT)


def grams_affected(looks_at: str, subjects: Sequence[str]) -> dict[str, int]:
    """Return grams by subject; one query. Of countries and other subjects nothing is said."""
    if looks_at == "lot":
        return dict(Lot.objects.filter(code__in=subjects).values_list("code", "mass_g"))
    there, none = Lot.objects.filter(state__in=STILL_THERE), dict.fromkeys(subjects, 0)
    if looks_at == "place":
        of_places = Origin.objects.filter(place__in=subjects, lot__in=there.values("code"))
        return {**none, **dict(of_places.values_list("place").annotate(total=Sum("grams")))}
    if looks_at == "party":
        held = there.filter(holder__in=subjects)
        return {**none, **dict(held.values_list("holder").annotate(total=Sum("mass_g")))}
    return {}
