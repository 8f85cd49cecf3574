"""Two questions over origins: where from, in grams; and which lots does a place touch since a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet, Sum

from ledger.custody.models import Lot, Origin
from ledger.custody.tables import OPEN


def origins_of(lot: str) -> QuerySet[Origin]:
    """Return the origins of a lot, heaviest first."""
    return Origin.objects.filter(lot=lot).order_by("-grams", "place", "dug_on")


def dug_at(place: str, since: date) -> QuerySet[Origin]:
    """Return origins of all lots that were dug at a place since a day."""
    return Origin.objects.filter(place=place, dug_on__gte=since)


def lots_with(dug: QuerySet[Origin], lots: QuerySet[Lot]) -> QuerySet[Lot]:
    """Return those lots that hold ore of these origins."""
    return lots.filter(code__in=dug.values("lot"))


def grams_by_lot(dug: QuerySet[Origin], lots: list[str]) -> dict[str, int]:
    """Return how many grams of these origins each lot holds; one query."""
    return dict(dug.filter(lot__in=lots).values_list("lot").annotate(total=Sum("grams")))


def open_grams(dug: QuerySet[Origin], lots: QuerySet[Lot]) -> int:
    """Return how many grams of these origins lie in those of the lots that are open."""
    held = dug.filter(lot__in=lots.filter(state=OPEN).values("code"))
    return held.aggregate(total=Sum("grams"))["total"] or 0
