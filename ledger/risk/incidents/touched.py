"""Which ore a case touches, in kilograms: what it names and what came of it, and what was dug there in its days."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from ledger.custody.models import Lot, Origin
from ledger.custody.tables import CONSUMED, VOIDED
from ledger.risk.incidents.models import Incident, IncidentOre
from ledger.risk.tainting.reaching import touched_by_lots, touched_by_place

MOST_LOTS = 100


@dataclass(frozen=True)
class Touched:
    """A lot of today, and the grams of it that the case touches."""

    lot: Lot
    grams: int


@dataclass(frozen=True)
class Ore:
    """What a case touches: grams tagged there in its days, grams named, and the lots of today that hold some of them.

    The sums go over all lots; `lots` are the heaviest of them.
    """

    dug_g: int
    named_g: int
    lots: list[Touched]
    number: int
    left_g: int
    held_g: int


def ore_of(row: Incident) -> Ore:
    """Return the ore that a case touches; a fixed number of queries, whatever the number of lots."""
    grams = grams_touched(row)
    there = Lot.objects.filter(code__in=grams).exclude(state__in=(CONSUMED, VOIDED))
    found = sorted((Touched(lot, grams[lot.code]) for lot in there), key=lambda each: (-each.grams, each.lot.code))
    held = sum(each.grams for each in found if each.lot.on_hold)
    return Ore(_tagged(row), row.grams, found[:MOST_LOTS], len(found), sum(each.grams for each in found), held)


def grams_touched(row: Incident) -> dict[str, int]:
    """Return the grams of every lot that a case touches, used up ones too."""
    grams = _dug(row)
    named = IncidentOre.objects.filter(incident=row.code).exclude(lot=None).values_list("lot", flat=True)
    for lot, mass in touched_by_lots(set(named)).items() if named else ():
        # a lot that is named and was dug there as well is counted once
        grams[lot] = max(grams.get(lot, 0), mass)
    return grams


def _dug(row: Incident) -> dict[str, int]:
    """Return grams by lot of what was dug at the place in the days of the case; nothing where no day is said."""
    if not row.place or not row.since:
        return {}
    return touched_by_place(row.place, row.since, row.until or row.opened_on)


def _tagged(row: Incident) -> int:
    """Return what was tagged at the place in those days: bags are its first lots."""
    if not row.place or not row.since:
        return 0
    dug = Origin.objects.filter(place=row.place, dug_on__range=(row.since, row.until or row.opened_on))
    bags = Lot.objects.filter(made_as="production").values("code")
    return dug.filter(lot__in=bags).aggregate(total=Sum("grams"))["total"] or 0
