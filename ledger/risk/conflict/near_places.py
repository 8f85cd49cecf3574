"""Finds the conflict events near places, and which places new events are near to.

A place is measured from the middle of its cell, which is what the open book says of it: distances of exact points to
public events would tell, three of them together, where a site lies. So a distance is right to some eight kilometres.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from ledger.log.reading import Positioned
from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.conflict.areas import areas_of
from ledger.risk.conflict.asking import count_in_areas, events_in, events_of, held_until
from ledger.risk.conflict.bringing import KIND as BROUGHT
from ledger.risk.conflict.bringing import codes_of
from ledger.risk.conflict.events import AN_AREA, Seen, judged_on, window, within
from ledger.risk.conflict.geometry import Point, box_around, cell_of, km_between, point_of_cell
from ledger.risk.conflict.models import ConflictBatch
from ledger.risk.conflict.taking_back import KIND as TAKEN_BACK
from ledger.risk.finders import finds, touches

FOUND = "conflict_near"


@finds("place")
def conflict_near(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each place whose cell is known the conflict events near it."""
    return {code: {FOUND: seen} for code, seen in seen_at(places, today).items()}


def seen_at(places: Sequence[str], today: date) -> dict[str, Seen]:
    """Return what conflict events say of places; those without a cell are left out, nobody can say what is near."""
    located = list(Place.objects.filter(code__in=list(places)).exclude(cell=None))
    until = held_until(place.country for place in located)
    days = {place.code: judged_on(until.get(place.country), today) for place in located}
    points = {place.code: point_of_cell(place.cell) for place in located}
    radii = {place.code: radius(days[place.code], place.country) for place in located}
    asked = {code: (box_around([points[code]], radii[code]), window(days[code])) for code in points}
    events = events_in(asked)
    areas = _in_areas(located, days)
    return {
        place.code: Seen(
            within(
                events.get(place.code, ()),
                partial(km_between, points[place.code]),
                radii[place.code],
                window(days[place.code]),
                days[place.code],
            ),
            until.get(place.country),
            areas.get(place.code, 0),
            window(days[place.code]),
        )
        for place in located
    }


def radius(day: date, country: str = "") -> int:
    """Return the kilometres around a place within which an event is near."""
    return parameter("conflict_radius_km", day, country)


def _in_areas(located: Iterable[Place], days: Mapping[str, date]) -> dict[str, int]:
    """Return by place how many events of its province or country have no better place."""
    asked = [
        (place.code, area, window(days[place.code]), days[place.code])
        for place in located
        for area in areas_of(place.country, place.area)
    ]
    found: dict[str, int] = {}
    for name, number in count_in_areas(
        (f"{code} {area}", area, since, until) for code, area, since, until in asked
    ).items():
        code = name.partition(" ")[0]
        found[code] = found.get(code, 0) + number
    return found


@touches
def near_new_events(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Say which places lie near events that were brought or taken back, or in the area that these stand for."""
    brought = codes_brought(events)
    if not brought:
        return set(), set()
    rows = events_of(brought)
    today = timezone.now().date()
    points = [(row.latitude_e4, row.longitude_e4) for row in rows if row.where_prec < AN_AREA]
    areas = {row.area for row in rows if row.where_prec >= AN_AREA and row.area}
    countries = {row.country for row in rows if row.country}
    return places_near(points, radius(today), areas, countries), set()


def codes_brought(events: Sequence[Positioned]) -> list[str]:
    """Return the codes of the conflict events that these entries brought or took back."""
    brought = [code for event in events if event.kind == BROUGHT for code in codes_of(event.facts)]
    undone = [event.facts["batch"] for event in events if event.kind == TAKEN_BACK]
    lists = ConflictBatch.objects.filter(key__in=undone).values_list("codes", flat=True) if undone else []
    return [*brought, *(code for codes in lists for code in codes)]


def places_near(points: Sequence[Point], km: int, areas: set[str], countries: set[str]) -> set[str]:
    """Return the places near any of these points or in any of these areas.

    Of a country of which events were brought all places change what is known of them when its data grow stale or
    fresh; that is the clock's to see, so here only what lies near is looked at.
    """
    cells = {cell for point in points for cell in box_around([point], km).cells()}
    found = set()
    for code, country, area, cell in Place.objects.exclude(cell=None).values_list("code", "country", "area", "cell"):
        in_area = areas and country in countries and not areas.isdisjoint(areas_of(country, area))
        if in_area or cell_of(point_of_cell(cell)) in cells:
            found.add(code)
    return found
