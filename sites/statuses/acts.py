"""What an act touches: its sites, and every lot that already held ore dug there since its first day (MINE-06)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from ledger.custody.models import Lot, Origin
from ledger.custody.tables import CONSUMED, IDENTITY
from ledger.custody.tracing import grams_by_lot
from ledger.parties.models import Party, Place
from sites.statuses.models import Act

PER_PAGE = 40


@dataclass(frozen=True)
class SignedAct:
    """An act as people know it: all its entries under one number, first entered first."""

    parts: Sequence[Act]

    @property
    def first(self) -> Act:
        return self.parts[0]

    @property
    def sites(self) -> list[str]:
        """Codes of all sites of the annex, in its order."""
        return list(dict.fromkeys(place for part in self.parts for place in part.sites))

    @property
    def recorded_as(self) -> int:
        """Number of the event by which the act came into the book: what came earlier was already made."""
        return self.first.event_id


@dataclass
class SiteTouched:
    """A site of the annex with what was dug there since the act's first day."""

    code: str
    name: str = ""
    grams: int = 0
    lots: int = 0


@dataclass(frozen=True)
class LotTouched:
    """A lot that holds ore of the act's sites: `grams` of its mass, `already` made when the act came in."""

    lot: Lot
    grams: int
    holder: str
    already: bool


@dataclass
class Touched:
    """How much there is: grams dug, each once; grams of it in lots that did not go into others; and the sites."""

    dug_g: int = 0
    left_g: int = 0
    already_g: int = 0
    lots: int = 0
    sites: list[SiteTouched] = field(default_factory=list)


def find(name: str) -> SignedAct | None:
    """Return the act of this number, or the one to which the entry with this key belongs."""
    number = Act.objects.filter(key=name).values_list("number", flat=True).first() if _is_key(name) else name
    parts = list(Act.objects.filter(number=number).order_by("event_id")) if number else []
    return SignedAct(parts) if parts else None


def _is_key(name: str) -> bool:
    try:
        return str(UUID(name)) == name.lower()
    except ValueError:
        return False


def dug_since(act: SignedAct) -> QuerySet[Origin]:
    """Return origins of all lots that were dug at the act's sites since its first day, also in lots made of them."""
    places_by_day: dict[date, set[str]] = {}
    for part in act.parts:
        places_by_day.setdefault(part.valid_from, set()).update(part.sites)
    condition = Q()
    for day, places in places_by_day.items():
        condition |= Q(place__in=sorted(places), dug_on__gte=day)
    return Origin.objects.filter(condition)


def touched(act: SignedAct, seen: QuerySet[Lot]) -> Touched:
    """Return the sums over the lots that somebody sees; a bag that went into a blend is weighed once."""
    dug = dug_since(act)
    bags = dug.filter(custody_model=IDENTITY, lot__in=seen.values("code"))
    made, left = Lot.objects.filter(event_id__lt=act.recorded_as), seen.exclude(state=CONSUMED)
    names = dict(Place.objects.filter(code__in=act.sites).values_list("code", "name"))
    sites = {code: SiteTouched(code, names.get(code, code)) for code in act.sites}
    for place, grams, lots in bags.values_list("place").annotate(g=Sum("grams"), n=Count("lot", distinct=True)):
        sites[place].grams, sites[place].lots = grams, lots
    return Touched(
        dug_g=sum(site.grams for site in sites.values()),
        left_g=dug.filter(lot__in=left.values("code")).aggregate(g=Sum("grams"))["g"] or 0,
        already_g=bags.filter(lot__in=made.values("code")).aggregate(g=Sum("grams"))["g"] or 0,
        lots=lots_of(act, seen).count(),
        sites=sorted(sites.values(), key=lambda site: (-site.grams, site.name, site.code)),
    )


def lots_of(act: SignedAct, seen: QuerySet[Lot]) -> QuerySet[Lot]:
    """Return the lots that hold ore of the act's sites, newest first."""
    return seen.filter(code__in=dug_since(act).values("lot")).order_by("-event_id", "code")


def lines_of(act: SignedAct, lots: Sequence[Lot]) -> list[LotTouched]:
    """Return lots with their grams from the act's sites and the name of their holder; two queries."""
    grams = grams_by_lot(dug_since(act), [lot.code for lot in lots])
    names = dict(Party.objects.filter(code__in={lot.holder for lot in lots}).values_list("code", "name"))
    return [
        LotTouched(lot, grams.get(lot.code, 0), names.get(lot.holder, lot.holder), lot.event_id < act.recorded_as)
        for lot in lots
    ]


def page_of_lots(act: SignedAct, seen: QuerySet[Lot], after: int | None) -> tuple[list[LotTouched], int | None]:
    """Return one page of lots and the event number behind which the next begins; None on the last."""
    lots = lots_of(act, seen)
    if after is not None:
        lots = lots.filter(event_id__lt=after)
    found = list(lots[: PER_PAGE + 1])
    following = found[PER_PAGE - 1].event_id if len(found) > PER_PAGE else None
    return lines_of(act, found[:PER_PAGE]), following


def recent(after: int | None, most: int = PER_PAGE) -> tuple[list[dict[str, Any]], int | None]:
    """Return acts, the newest first, one line for each number and first day, and where the next page begins."""
    acts = Act.objects.order_by("-event_id")
    found = list((acts.filter(event_id__lt=after) if after else acts)[: most + 1])
    following = found[most - 1].event_id if len(found) > most else None
    return _by_number(found[:most]), following


def _by_number(acts: Iterable[Act]) -> list[dict[str, Any]]:
    lines: dict[str, dict[str, Any]] = {}
    for act in acts:
        line = lines.setdefault(act.number, {"act": act, "sites": 0})
        line["sites"] += len(act.sites)
    return list(lines.values())
