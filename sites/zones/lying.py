"""Which zones counted on a day, and which of them hold a point or overlap an outline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from sites.positions.models import SitePosition
from sites.zones.models import Zone, ZoneConsent, ZoneDrawn
from sites.zones.outlines import area_m2, drawn

E6 = 1_000_000
PLANNED = "planned"


@dataclass(frozen=True)
class Box:
    """West, south, east, north in millionths of a degree."""

    west: int
    south: int
    east: int
    north: int

    @classmethod
    def around(cls, found: BaseGeometry) -> Box:
        """Return the box around a geometry in degrees."""
        west, south, east, north = found.bounds
        return cls(*(round(each * E6) for each in (west, south, east, north)))


def zones_on(day: date, boxes: Iterable[Box] | None = None) -> list[ZoneDrawn]:
    """Return the zones that counted on a day, each as it was then; only those near the boxes if any are given.

    A planned or closed zone does not count. Three questions to the database.
    """
    begun = ZoneDrawn.objects.filter(valid_from__lte=day).order_by("zone", "-valid_from", "-event_id").distinct("zone")
    latest = [event for event, _zone in begun.values_list("event_id", "zone")]
    drawn_then = ZoneDrawn.objects.filter(event_id__in=latest, status="active")
    drawn_then = drawn_then.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    if boxes is not None:
        drawn_then = _near(drawn_then, list(boxes))
    over = set(Zone.objects.filter(closed_on__lt=day).values_list("code", flat=True))
    return [each for each in drawn_then.order_by("name", "zone") if each.zone not in over]


def _near(rows: QuerySet[ZoneDrawn], boxes: list[Box]) -> QuerySet[ZoneDrawn]:
    if not boxes:
        return rows.none()
    # one box around all: sites of one question mostly lie together, and shapely settles the rest
    return rows.filter(
        west_e6__lte=max(box.east for box in boxes),
        east_e6__gte=min(box.west for box in boxes),
        south_e6__lte=max(box.north for box in boxes),
        north_e6__gte=min(box.south for box in boxes),
    )


def positions_of(places: Sequence[str]) -> dict[str, SitePosition]:
    """Return the position in force of each place: the one for the latest day, of two the later recorded."""
    rows = SitePosition.objects.filter(place__in=places).order_by("place", "-valid_from", "-event_id").distinct("place")
    return {each.place: each for each in rows}


def geometry_of(position: SitePosition) -> BaseGeometry:
    """Return the outline of a position, or its point."""
    if position.polygon:
        return shape(position.polygon)
    return point_of(position)


def point_of(position: SitePosition) -> Point:
    """Return the point of a position, longitude first."""
    return Point(position.longitude_e6 / E6, position.latitude_e6 / E6)


def zones_around(place: str, day: date) -> list[ZoneDrawn]:
    """Return the zones that hold a site's registered point on a day; none where no position is known."""
    position = positions_of([place]).get(place)
    if position is None:
        return []
    point = point_of(position)
    return [zone for zone in zones_on(day, [Box.around(point)]) if drawn(zone.outline).covers(point)]


def places_inside(zone: Zone) -> list[str]:
    """Return the sites whose registered point lies in a zone as it is drawn now, in the order of their codes."""
    near = SitePosition.objects.filter(
        longitude_e6__gte=zone.west_e6,
        longitude_e6__lte=zone.east_e6,
        latitude_e6__gte=zone.south_e6,
        latitude_e6__lte=zone.north_e6,
    )
    held = positions_of(sorted(set(near.values_list("place", flat=True))))
    outline = drawn(zone.outline)
    return sorted(place for place, position in held.items() if outline.covers(point_of(position)))


@dataclass(frozen=True)
class Overlap:
    """A site's outline over somebody else's title, without a consent that holds on the day."""

    zone: str
    name: str
    shared_m2: int


def overlaps(position: SitePosition, zones: Sequence[Any], own: set[str], agreed: set[str]) -> list[Overlap]:
    """Return the titles of others under a site's outline; `own` are the parties that own or work the site.

    A site without an outline overlaps nothing: of a point nobody can say how far it reaches. A title without a known
    holder is somebody else's.
    """
    if not position.polygon:
        return []
    outline = shape(position.polygon)
    found = []
    for zone in zones:
        if zone.kind != "concession" or zone.holder in own or zone.zone in agreed:
            continue
        shared = outline.intersection(drawn(zone.outline))
        if shared.area:
            found.append(Overlap(zone.zone, zone.name, area_m2(shared)))
    return found


def consents(places: Sequence[str], day: date) -> dict[str, set[str]]:
    """Return by place the zones whose holders agree on a day."""
    given = ZoneConsent.objects.filter(place__in=places, valid_from__lte=day)
    found: dict[str, set[str]] = {}
    for each in given.filter(Q(valid_to=None) | Q(valid_to__gte=day)):
        found.setdefault(each.place, set()).add(each.zone)
    return found
