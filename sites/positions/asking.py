"""Asks where sites lie and which lie near; whoever shows an answer asks the access layer first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, cos, radians

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from sites.positions.models import SitePosition
from sites.withdrawing.models import Withdrawn

EARTH_KM = 6371.0088
KM_OF_A_DEGREE = 111.1
_NEAR = """
    SELECT place, km FROM (
        SELECT DISTINCT ON (held.place) held.place, held.event_id, 2 * %(earth)s * asin(sqrt(least(1,
            sin(radians(held.latitude_e6 / 1e6 - %(north)s) / 2) ^ 2 + cos(radians(%(north)s))
            * cos(radians(held.latitude_e6 / 1e6)) * sin(radians(held.longitude_e6 / 1e6 - %(east)s) / 2) ^ 2))) AS km
        FROM mine_sites_siteposition held
        WHERE held.latitude_e6 BETWEEN %(south)s AND %(top)s AND ({box})
          AND NOT EXISTS (SELECT FROM mine_sites_withdrawn gone
                          WHERE gone.event_id = held.event_id AND gone.subject = held.place)
          AND NOT EXISTS (SELECT FROM mine_sites_siteposition later
                          WHERE later.place = held.place AND later.valid_from <= %(day)s
                            AND (later.valid_from, later.event_id) > (held.valid_from, held.event_id)
                            AND NOT EXISTS (SELECT FROM mine_sites_withdrawn gone
                                            WHERE gone.event_id = later.event_id AND gone.subject = later.place))
          AND held.valid_from <= %(day)s
        ORDER BY held.place
    ) found WHERE km <= %(km)s ORDER BY km, place LIMIT %(most)s"""
MOST_NEAR = 200


@dataclass(frozen=True)
class Near:
    """A site and how far away it lies."""

    place: str
    km: float


def positions_on(day: date) -> QuerySet[SitePosition]:
    """Return the positions that had begun by a day and were not taken back, each site's last one first."""
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("place"))
    held = SitePosition.objects.filter(~Exists(taken_back), valid_from__lte=day)
    return held.order_by("place", "-valid_from", "-event_id")


def current_positions(codes: Iterable[str], day: date | None = None) -> dict[str, SitePosition]:
    """Return the position of each of these sites that has one, today or on a day."""
    held = positions_on(day or date.max).filter(place__in=list(codes)).distinct("place")
    return {position.place: position for position in held}


def near(latitude_e6: int, longitude_e6: int, km: float, day: date | None = None) -> list[Near]:
    """Return the sites within so many kilometres of a point, the nearest first.

    A box along the degrees is found by the index, the distance on the sphere (haversine) is worked out within it.
    """
    up = ceil(km / KM_OF_A_DEGREE * 1_000_000)
    box, edges = _sides(latitude_e6, longitude_e6, up)
    known = {
        "earth": EARTH_KM,
        "north": latitude_e6 / 1e6,
        "east": longitude_e6 / 1e6,
        "south": latitude_e6 - up,
        "top": latitude_e6 + up,
        "km": km,
        "day": day or date.max,
        "most": MOST_NEAR,
        **edges,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAR.format(box=box), known)
        return [Near(place, float(far)) for place, far in cursor.fetchall()]


def _sides(latitude_e6: int, longitude_e6: int, up: int) -> tuple[str, dict[str, int]]:
    """Return the box's condition on longitudes; beyond the date line it goes on at the other side."""
    polewards = min(90.0, (abs(latitude_e6) + up) / 1e6)
    shrunk = cos(radians(polewards))
    aside = ceil(up / shrunk) if shrunk > 1e-6 else 180_000_000
    west, east = longitude_e6 - aside, longitude_e6 + aside
    if aside >= 180_000_000:
        return "TRUE", {}
    if west < -180_000_000:
        return "(held.longitude_e6 >= %(west)s OR held.longitude_e6 <= %(right)s)", {
            "west": west + 360_000_000,
            "right": east,
        }
    if east > 180_000_000:
        return "(held.longitude_e6 >= %(west)s OR held.longitude_e6 <= %(right)s)", {
            "west": west,
            "right": east - 360_000_000,
        }
    return "held.longitude_e6 BETWEEN %(west)s AND %(right)s", {"west": west, "right": east}
