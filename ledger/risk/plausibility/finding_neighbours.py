"""Finds neighbours that went Red or had an incident lately, and what they dug. Four questions, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.tables import NOT_SUBSTANTIATED
from ledger.risk.plausibility.displacement import INCIDENT, NEIGHBOURS, RED, Neighbour
from ledger.risk.plausibility.finding_output import days_dug
from ledger.risk.travel import EARTH_KM
from ledger.standing.models import Standing
from ledger.standing.reading import OF_STATE, STATE, live

Trouble = tuple[str, date, str]


@finds("place")
def troubled_neighbours(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each place the troubled ones within so many kilometres, by their cells, with what these dug."""
    troubles = troubles_since(today - timedelta(days=parameter("displacement_shown_days", today)), today)
    if not troubles:
        return {}
    named = {place for place, _since, _why in troubles}
    cells = dict(Place.objects.filter(code__in={*places, *named}).exclude(cell=None).values_list("code", "cell"))
    most = parameter("displacement_km", today)
    near = {
        place: [
            (trouble, km) for trouble in troubles if (km := _km(cells, place, trouble[0])) is not None and km <= most
        ]
        for place in places
    }
    window = timedelta(days=parameter("displacement_days", today))
    wanted = {trouble[0] for found in near.values() for trouble, _km_away in found}
    first = min(since for _place, since, _why in troubles) - window
    dug = days_dug(sorted(wanted), first, today) if wanted else {}
    return {
        place: {NEIGHBOURS: [Neighbour(other, since, why, km, dug.get(other, [])) for (other, since, why), km in found]}
        for place, found in near.items()
        if found
    }


def troubles_since(first: date, last: date) -> list[Trouble]:
    """Return the places that went Red or had an incident in these days, each with the day and the word for it."""
    went_red = Standing.objects.filter(topic=STATE, value=RED, valid_from__range=(first, last))
    subjects = set(went_red.values_list("subject", flat=True))
    said: dict[str, list[Standing]] = {}
    for each in Standing.objects.filter(subject__in=subjects, topic__in=OF_STATE) if subjects else ():
        said.setdefault(each.subject, []).append(each)
    return sorted({*_reds(said, first, last), *_incidents(first, last)})


def _reds(said: Mapping[str, Iterable[Any]], first: date, last: date) -> Iterable[Trouble]:
    for place, statements in said.items():
        for each in live(statements):
            if each.topic == STATE and each.value == RED and first <= each.valid_from <= last:
                yield place, each.valid_from, RED


def _incidents(first: date, last: date) -> Iterable[Trouble]:
    """Yield the places of grave incidents, from the day on which they began or were told; not of what was refuted."""
    grave = Incident.objects.filter(place__isnull=False, level__lte=parameter("displacement_incident_level", last))
    told = grave.filter(opened_on__gte=first, opened_on__lte=last).exclude(finding=NOT_SUBSTANTIATED)
    for place, since, opened_on in told.values_list("place", "since", "opened_on"):
        yield str(place), max(first, since or opened_on), INCIDENT


def _km(cells: Mapping[str, str], place: str, other: str) -> int | None:
    if place == other or place not in cells or other not in cells:
        return None
    return about_km(cells[place], cells[other])


def about_km(cell: str, other: str) -> int:
    """Return the kilometres between the middles of two cells ("-1.9,28.9"), along the great circle."""
    (north, east), (far_north, far_east) = (map(radians, map(float, each.split(","))) for each in (cell, other))
    half = sin((far_north - north) / 2) ** 2 + cos(north) * cos(far_north) * sin((far_east - east) / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(half)))
