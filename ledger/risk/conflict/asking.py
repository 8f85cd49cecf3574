"""Asks for the conflict events and roadblocks in boxes; one question however many boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max

from ledger.risk.conflict.events import AN_AREA, Event
from ledger.risk.conflict.geometry import Box
from ledger.risk.conflict.models import ConflictEvent

# the limit on where_prec is written out: the index on degrees has it for its condition
_IN_BOXES = """
    SELECT asked.name, found.code, found.began_on, found.ended_on, found.where_prec, found.latitude_e4,
           found.longitude_e4, found.best, found.country
    FROM unnest(%(name)s::text[], %(south)s::int[], %(north)s::int[], %(west)s::int[], %(east)s::int[],
                %(since)s::date[]) AS asked (name, south, north, west, east, since)
    JOIN ledger_conflictevent found ON found.latitude_e4 BETWEEN asked.south AND asked.north
        AND CASE WHEN asked.west <= asked.east THEN found.longitude_e4 BETWEEN asked.west AND asked.east
                 ELSE found.longitude_e4 >= asked.west OR found.longitude_e4 <= asked.east END
        AND found.ended_on >= asked.since
    WHERE found.gone_by IS NULL AND found.where_prec < 4"""
_IN_AREAS = """
    SELECT asked.name, count(*) FROM unnest(%(name)s::text[], %(area)s::text[], %(since)s::date[], %(until)s::date[])
         AS asked (name, area, since, until)
    JOIN ledger_conflictevent found ON found.area = asked.area AND found.ended_on >= asked.since
        AND found.began_on <= asked.until
    WHERE found.gone_by IS NULL AND found.where_prec >= 4 GROUP BY asked.name"""


def events_in(boxes: Mapping[str, tuple[Box, date]]) -> dict[str, list[Event]]:
    """Return by name the events with a place of their own in each box that ended on or after its day."""
    if not boxes or not any_held():
        return {}
    lines = [(name, box.south, box.north, box.west, box.east, since) for name, (box, since) in boxes.items()]
    names = ("name", "south", "north", "west", "east", "since")
    found: dict[str, list[Event]] = {}
    for name, code, began, ended, prec, north, east, best, country in _rows(_IN_BOXES, names, lines):
        event = Event(code, began, ended, prec, (north, east), best, country or "")
        found.setdefault(name, []).append(event)
    return found


def count_in_areas(asked: Iterable[tuple[str, str, date, date]]) -> dict[str, int]:
    """Return by name how many events of an area alone (name, area, first and last day) lie in the time."""
    lines = list(asked)
    return dict(_rows(_IN_AREAS, ("name", "area", "since", "until"), lines)) if lines else {}


def held_until(countries: Iterable[str]) -> dict[str, date]:
    """Return the last day of any event that is held of each country; a country without events is left out."""
    held = ConflictEvent.objects.filter(country__in=sorted(set(countries)), gone_by=None)
    return dict(held.values_list("country").annotate(last=Max("ended_on")).values_list("country", "last"))


def any_held() -> bool:
    """Say whether any event is held at all: where none was brought, nothing is asked."""
    return bool(ConflictEvent.objects.exists())


def events_of(codes: Iterable[str]) -> list[ConflictEvent]:
    """Return events by their codes."""
    return list(ConflictEvent.objects.filter(code__in=list(codes)))


def points_of(codes: Iterable[str]) -> list[tuple[int, int]]:
    """Return the points of events that have a place of their own."""
    found = ConflictEvent.objects.filter(code__in=list(codes), where_prec__lt=AN_AREA)
    return [(each.latitude_e4, each.longitude_e4) for each in found]


def _rows(query: str, names: Sequence[str], lines: Sequence[Sequence[Any]]) -> list[Any]:
    asked = {name: [line[number] for line in lines] for number, name in enumerate(names)}
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())
