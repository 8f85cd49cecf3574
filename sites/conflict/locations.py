"""Tells the rules in which areas places lie, what was determined of them, and which parties are tied to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from ledger.custody.models import Lot, Move, Origin
from ledger.custody.tables import IN_TRANSIT, OPEN
from ledger.log.reading import Positioned
from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.conflict.areas import areas_of
from ledger.risk.conflict.determined import Determined, area_in_words, by_area, cahra_on
from ledger.risk.conflict.determining import DETERMINED, TAKEN_BACK
from ledger.risk.conflict.models import Cahra
from ledger.risk.finders import finds, touches
from ledger.risk.red_flags.locations import FOUND, Located
from ledger.risk.red_flags.suppliers import Interests, Sourced
from ledger.standing.months import months_later
from sites.conflict.interests import places_of_parties, sharing_owners
from sites.conflict.zones_rule import points_of
from sites.zones.models import ZoneDrawn
from sites.zones.outlines import drawn

COMES = ("bought", "received", "imported", "handed_over")
THERE = (OPEN, IN_TRANSIT)


def determined_now() -> dict[str, list[Any]]:
    """Return all determinations that nobody took back, by area; few rows, each a decision."""
    return by_area(Cahra.objects.filter(taken_back_by=None))


def areas_of_places(places: Iterable[str], determined: Determined) -> dict[str, list[str]]:
    """Return the areas in which places lie: zones of which something was determined, then province, then country."""
    found = {
        code: areas_of(country, area)
        for code, country, area in Place.objects.filter(code__in=list(places)).values_list("code", "country", "area")
    }
    zones = sorted({row.zone for rows in determined.values() for row in rows if row.zone})
    if zones and found:
        points = points_of(list(found))
        latest = ZoneDrawn.objects.filter(zone__in=zones).order_by("zone", "-valid_from", "-event_id").distinct("zone")
        for zone in latest:
            for code, point in points.items():
                if drawn(zone.outline).covers(point):
                    found[code].insert(0, zone.zone)
    return found


@finds("place")
def locations_of_places(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return the areas of each place and what was determined of them."""
    determined = determined_now()
    if not determined:
        return {}
    areas = areas_of_places(places, determined)
    return {code: {FOUND: Located({code: of}, _only(of, determined))} for code, of in areas.items()}


@finds("lot")
def locations_of_lots(lots: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return where lots were dug and which places they passed, the areas of these, and the ore."""
    minerals = dict(Lot.objects.filter(code__in=list(lots)).values_list("code", "mineral"))
    determined = determined_now()
    passed: dict[str, list[tuple[str, date]]] = {}
    origins: dict[str, set[str]] = {}
    if determined:
        for lot, place, day in Move.objects.filter(lot__in=list(lots)).values_list("lot", "place", "on_day"):
            if place:
                passed.setdefault(lot, []).append((place, day))
        for lot, place in Origin.objects.filter(lot__in=list(lots)).values_list("lot", "place"):
            origins.setdefault(lot, set()).add(place)
    every = {place for of in passed.values() for place, _day in of} | {place for of in origins.values() for place in of}
    areas = areas_of_places(every, determined) if every else {}
    return {
        lot: {FOUND: Located(areas, determined, tuple(passed.get(lot, ())), mineral)}
        for lot, mineral in minerals.items()
    }


def _only(areas: Iterable[str], determined: Determined) -> dict[str, Sequence[Any]]:
    return {area: determined[area] for area in areas if area in determined}


def places_in_cahras(places: Iterable[str], day: date, determined: Determined | None = None) -> dict[str, str]:
    """Return those of these places that lie in a CAHRA on a day, with the area that was determined."""
    determined = determined_now() if determined is None else determined
    if not determined:
        return {}
    areas = areas_of_places(places, determined)
    found = {code: cahra_on(of, determined, day) for code, of in areas.items()}
    return {code: area_in_words(row) for code, row in found.items() if row is not None}


@finds("party")
def interests_of_parties(parties: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return what ties parties to areas of conflict or high risk, and from where there they took in ore."""
    determined = determined_now()
    if not determined:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for party, each in _interests(parties, today, determined).items():
        found.setdefault(party, {})["interests"] = each
    for party, sourced in _sourced(parties, today, determined).items():
        found.setdefault(party, {})["sourced"] = sourced
    return found


def _interests(parties: Sequence[str], today: date, determined: Determined) -> dict[str, Interests]:
    shared = sharing_owners(parties)
    others = {other for of in shared.values() for other in of}
    places = places_of_parties({*parties, *others}, today)
    located = places_in_cahras({place for of in places.values() for place in of}, today, determined)
    found = {}
    for party in parties:
        own = sorted(places.get(party, set()) & located.keys())
        with_places = sorted(other for other in shared.get(party, ()) if places.get(other, set()) & located.keys())
        reached = [*own, *(place for other in with_places for place in places[other] if place in located)]
        if own or with_places:
            found[party] = Interests(own, with_places, sorted({located[place] for place in reached}))
    return found


def _sourced(parties: Sequence[str], today: date, determined: Determined) -> dict[str, Sourced]:
    """Return by party the places in a CAHRA of which it took in ore; one question over the book of the last months."""
    months = parameter("sourced_from_months", today)
    since = months_later(today, -months)
    came = Move.objects.filter(party__in=list(parties), cause__in=COMES, grams__gt=0, on_day__range=(since, today))
    lots: dict[str, list[tuple[str, date]]] = {}
    for party, lot, day in came.values_list("party", "lot", "on_day"):
        lots.setdefault(lot, []).append((party, day))
    dug = Origin.objects.filter(lot__in=list(lots)).values_list("lot", "place", "dug_on") if lots else []
    lines = list(dug)
    areas = areas_of_places({place for _lot, place, _day in lines}, determined) if lines else {}
    found: dict[str, dict[str, tuple[str, date]]] = {}
    for lot, place, dug_on in lines:
        row = cahra_on(areas.get(place, ()), determined, dug_on)
        for party, day in lots[lot] if row else ():
            last = max(day, found.setdefault(party, {}).get(place, ("", day))[1])
            found[party][place] = (area_in_words(row), last)
    return {
        party: Sourced(
            sorted(of), sorted({area for area, _day in of.values()}), max(day for _area, day in of.values()), months
        )
        for party, of in found.items()
    }


@touches
def touched_by_determinations(events: Sequence[Positioned]) -> tuple[set[str], set[str], set[str]]:
    """Say which places, lots that are still there, and parties a new determination concerns."""
    rows = [event for event in events if event.kind in (DETERMINED, TAKEN_BACK)]
    if not rows:
        return set(), set(), set()
    places = set(Place.objects.filter(country__in=_countries(rows)).values_list("code", flat=True))
    lots = set(
        Lot.objects.filter(state__in=THERE).filter(code__in=_dug_or_lying(places)).values_list("code", flat=True)
    )
    holders = set(Lot.objects.filter(code__in=lots).values_list("holder", flat=True).distinct())
    return places, lots, holders | _tied_to(places)


def _countries(rows: Sequence[Positioned]) -> set[str]:
    named = {event.facts["country"] for event in rows if event.kind == DETERMINED}
    undone = [event.facts["determination"] for event in rows if event.kind == TAKEN_BACK]
    return named | set(Cahra.objects.filter(key__in=undone).values_list("country", flat=True))


def _dug_or_lying(places: set[str]) -> set[str]:
    dug = Origin.objects.filter(place__in=places, lot__in=Lot.objects.filter(state__in=THERE).values("code"))
    lying = Lot.objects.filter(place__in=places, state__in=THERE)
    return {*dug.values_list("lot", flat=True), *lying.values_list("code", flat=True)}


def _tied_to(places: set[str]) -> set[str]:
    since = months_later(timezone.now().date(), -parameter("sourced_from_months", timezone.now().date()))
    took = Move.objects.filter(cause__in=COMES, on_day__gte=since, lot__in=_lots_of(places)).values_list(
        "party", flat=True
    )
    return set(took.distinct())


def _lots_of(places: set[str]) -> Any:
    return Origin.objects.filter(place__in=places).values("lot")
