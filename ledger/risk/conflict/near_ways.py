"""Finds conflict events and roadblocks along the ways of consignments, and which lots new ones concern.

The way is a straight line between the cells of its two places, unless the dispatch names places on it: then it goes
through those that the register can place. What it names stays hidden; the numbers that are found are what flags say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ledger import codes
from ledger.custody.arrivals import ON_ITS_WAY
from ledger.custody.models import Consignment, LotEvent
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.conflict.asking import any_held, events_in, points_of
from ledger.risk.conflict.events import Near, window, within
from ledger.risk.conflict.geometry import Point, box_around, km_to_way, point_of_cell
from ledger.risk.conflict.models import Roadblock
from ledger.risk.conflict.near_places import codes_brought
from ledger.risk.conflict.noting import ENDED, NOTED
from ledger.risk.finders import finds, touches
from ledger.standing.months import months_later

FOUND = "ways"


@dataclass(frozen=True)
class Barrier:
    """A roadblock near a way, as far as the rule looks at it."""

    key: str
    keeper: str
    seen_on: date
    km: float


@dataclass(frozen=True)
class Way:
    """A consignment's way as the rules see it: what lay along it while it was on the road."""

    consignment: str
    sent_on: date
    day: date
    """The day for which it is judged: that of its end, or today."""
    country: str
    was_told: bool = False
    """Whether the dispatch named places on the way."""
    near: Sequence[Near] = ()
    barriers: Sequence[Barrier] = field(default=())


@finds("lot")
def along_the_ways(lots: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each lot the ways of its consignments that lay near conflict events or roadblocks."""
    if not any_held() and not Roadblock.objects.exists():
        return {}
    travelled = _travelled(lots)
    ways = {
        way.consignment: way for way in ways_of({each.code: each for of in travelled.values() for each in of}, today)
    }
    found = {lot: [ways[each.code] for each in of if each.code in ways] for lot, of in travelled.items()}
    return {lot: {FOUND: of} for lot, of in found.items() if of}


def _travelled(lots: Sequence[str]) -> dict[str, list[Consignment]]:
    lines = list(LotEvent.objects.filter(lot__in=list(lots)).order_by("event_id").values_list("lot", "event_id"))
    sent = {each.event_id: each for each in Consignment.objects.filter(event_id__in={event for _, event in lines})}
    found: dict[str, list[Consignment]] = {}
    for lot, event in lines:
        if event in sent:
            found.setdefault(lot, []).append(sent[event])
    return found


def ways_of(consignments: Mapping[str, Consignment], today: date) -> list[Way]:
    """Return the ways of consignments along which something lay."""
    on_way = {code: each for code, each in consignments.items() if each.sent_on is not None}
    if not on_way:
        return []
    points, countries, told = points_of_ways(list(on_way.values()))
    days = {code: on_way[code].ended_on or max(today, on_way[code].sent_on) for code in points}
    km = {code: parameter("conflict_corridor_km", days[code], countries[code]) for code in points}
    near = events_in({code: (box_around(points[code], km[code]), window(days[code])) for code in points})
    barriers = _barriers(points, days, countries)
    found = []
    for code, way in points.items():
        events = within(near.get(code, ()), partial(_km, way), km[code], window(days[code]), days[code])
        if events or barriers.get(code):
            blocks = barriers.get(code, [])
            sent = on_way[code].sent_on
            found.append(Way(code, sent, days[code], countries[code], code in told, events, blocks))
    return found


def _km(way: Sequence[Point], point: Point) -> float:
    return km_to_way(point, way)


def points_of_ways(consignments: Sequence[Consignment]) -> tuple[dict[str, list[Point]], dict[str, str], set[str]]:
    """Return the points of ways whose two ends are placed, where each begins, and which dispatches told more."""
    ends = {code for each in consignments for code in (each.from_place, each.to_place)}
    placed = {each.code: each for each in Place.objects.filter(code__in=ends).exclude(cell=None)}
    known = [each for each in consignments if each.from_place in placed and each.to_place in placed]
    between = _between(known)
    points = {
        each.code: [
            point_of_cell(placed[each.from_place].cell),
            *between.get(each.code, []),
            point_of_cell(placed[each.to_place].cell),
        ]
        for each in known
    }
    return points, {each.code: placed[each.from_place].country for each in known}, set(between)


def _between(consignments: Sequence[Consignment]) -> dict[str, list[Point]]:
    """Return the points that dispatches name on their way, as far as the register can place them."""
    events = {event.key: event.id for event in events_by_id({each.event_id for each in consignments})}
    said: dict[int, list[str]] = {}
    for key, groups in openings_of(events).items():
        for each in groups:
            if each.group == "position" and each.value:
                said[events[key]] = list(json.loads(bytes(each.value)).get("route") or [])
    names = {codes.normal(name) for of in said.values() for name in of} | {name for of in said.values() for name in of}
    cells: dict[str, set[str]] = {}
    for code, name, cell in (
        Place.objects.filter(Q(code__in=names) | Q(name__in=names))
        .exclude(cell=None)
        .values_list("code", "name", "cell")
    ):
        cells.setdefault(code, set()).add(cell)
        cells.setdefault(name, set()).add(cell)
    found = {each.code: _placed(said.get(each.event_id, ()), cells) for each in consignments}
    return {code: points for code, points in found.items() if points}


def _placed(names: Iterable[str], cells: Mapping[str, set[str]]) -> list[Point]:
    """Return the points of names; one that two places bear says nothing."""
    known = [cells.get(name) or cells.get(codes.normal(name)) or set() for name in names]
    return [point_of_cell(next(iter(each))) for each in known if len(each) == 1]


def _barriers(
    points: Mapping[str, Sequence[Point]], days: Mapping[str, date], countries: Mapping[str, str]
) -> dict[str, list[Barrier]]:
    """Return the roadblocks near each way that stood on its day, as far as anybody knows; the nearest first."""
    if not points:
        return {}
    rows = [(row, point_of_cell(row.cell)) for row in Roadblock.objects.filter(seen_on__lte=max(days.values()))]
    found: dict[str, list[Barrier]] = {}
    for code, way in points.items():
        day, most = days[code], parameter("roadblock_corridor_km", days[code], countries[code])
        box = box_around(way, most)
        for row, point in rows:
            stood = row.seen_on <= day and (row.ended_on is None or row.ended_on >= day)
            if stood and box.holds(point) and (km := km_to_way(point, way)) <= most:
                found.setdefault(code, []).append(Barrier(row.key, row.keeper, row.seen_on, km))
    return {code: sorted(each, key=lambda barrier: (barrier.km, barrier.key)) for code, each in found.items()}


@touches
def lots_of_ways(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Say which lots travel, or travelled within the window, along ways near what is new."""
    points = points_of(codes_brought(events)) + _points_of_roadblocks(events)
    return set(), lots_near(points, timezone.now().date()) if points else set()


def _points_of_roadblocks(events: Sequence[Positioned]) -> list[Point]:
    noted = [event.facts["cell"] for event in events if event.kind == NOTED]
    ended = [event.facts["roadblock"] for event in events if event.kind == ENDED]
    cells = [*noted, *(Roadblock.objects.filter(key__in=ended).values_list("cell", flat=True) if ended else [])]
    return [point_of_cell(cell) for cell in cells]


def lots_near(points: Sequence[Point], today: date) -> set[str]:
    """Return the lots of consignments on their way, or sent within the window, that passed near any of these points."""
    sent = Consignment.objects.filter(Q(state__in=ON_ITS_WAY) | Q(sent_on__gte=window(today)))
    ends = set(sent.values_list("from_place", "to_place").distinct())
    cells = dict(
        Place.objects.filter(code__in={code for pair in ends for code in pair})
        .exclude(cell=None)
        .values_list("code", "cell")
    )
    km = max(parameter(name, today) for name in ("conflict_corridor_km", "roadblock_corridor_km"))
    routes = []
    for start, end in ends:
        if start in cells and end in cells:
            way = [point_of_cell(cells[start]), point_of_cell(cells[end])]
            box = box_around(way, km)
            if any(box.holds(point) for point in points):
                routes.append((start, end))
    told = Q()
    for start, end in routes:
        told |= Q(from_place=start, to_place=end)
    return {lot for each in sent.filter(told) for lot in each.lots} if routes else set()


def is_unknown_by_now(barrier: Barrier, day: date) -> bool:
    """Say whether a roadblock was seen so long before that nobody knows whether it still stood."""
    return months_later(barrier.seen_on, parameter("roadblock_months", day)) <= day
