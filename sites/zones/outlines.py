"""Outlines: GeoJSON polygons in WGS84, read strictly, spelled in one way, measured on the ellipsoid. Pure."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from ledger.deeds.facts import Fact
from ledger.errors import BadEntry

MOST_VERTICES = 2_000
"""An outline of 2,000 corners is about 45 KB, and a leaf of the log holds 64 KB."""
DECIMALS = 5
"""A hundred-thousandth of a degree is about a metre: closer than any of these lines is known."""
KINDS = ("Polygon", "MultiPolygon")
EQUATOR_M, FLATTENING = 6_378_137.0, 1 / 298.257223563
_E2 = FLATTENING * (2 - FLATTENING)
_E = math.sqrt(_E2)


class BadOutline(ValueError):
    """The text is no outline; the message says what was expected."""


@dataclass(frozen=True, kw_only=True)
class Outline(Fact):
    """A polygon or several, as the text of a GeoJSON geometry: at most 2,000 corners, kept to a metre."""

    most: int = MOST_VERTICES

    def read(self, value: Any, path: str) -> str:
        try:
            return outline(value, self.most)
        except BadOutline as bad:
            raise BadEntry("fact_not_outline", path, str(bad)) from None

    def shape(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 60_000, "contentMediaType": "application/geo+json"}


def outline(text: Any, most: int = MOST_VERTICES) -> str:
    """Return an outline in its one spelling: RFC 7946, corners to a metre, outer rings counter-clockwise."""
    found = geometry(text)
    if vertices(found) > most:
        raise BadOutline(f"at most {most} corners; import_zones thins an outline out")
    return spelled(found)


def geometry(text: Any) -> BaseGeometry:
    """Return the geometry of a GeoJSON text or record. Raises BadOutline."""
    try:
        told = json.loads(text) if isinstance(text, str) else text
        if not isinstance(told, dict) or told.get("type") not in KINDS:
            raise ValueError
        asked = shapely.force_2d(shape(told))
        found = shapely.set_precision(asked, 10**-DECIMALS) if asked.is_valid else asked
    except (ValueError, TypeError, AttributeError, LookupError, shapely.errors.ShapelyError, RecursionError):
        raise BadOutline("the text of a GeoJSON Polygon or MultiPolygon") from None
    if found.is_empty or not found.is_valid or found.geom_type not in KINDS:
        raise BadOutline("an outline that encloses something and does not cross itself")
    west, south, east, north = found.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise BadOutline("corners as longitude, latitude in degrees (WGS84)")
    return found


def spelled(found: BaseGeometry) -> str:
    """Return a geometry as GeoJSON text."""
    told = mapping(shapely.orient_polygons(shapely.normalize(found)))
    return json.dumps(_rounded(told), separators=(",", ":"), sort_keys=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return value


def vertices(found: BaseGeometry) -> int:
    """Return how many corners a geometry has, the last of each ring among them."""
    return int(shapely.get_num_coordinates(found))


def thinned(found: BaseGeometry, most: int = MOST_VERTICES) -> tuple[BaseGeometry, int]:
    """Return a geometry of at most so many corners and by how many metres its line may have moved."""
    metres = 0
    thin = found
    while vertices(thin) > most:
        metres = metres * 2 or 5
        if metres > 50_000:
            raise BadOutline(f"an outline that can be drawn with {most} corners")
        thin = shapely.set_precision(shapely.simplify(found, metres / 111_320), 10**-DECIMALS)
    return thin, metres


@lru_cache(maxsize=512)
def drawn(text: str) -> BaseGeometry:
    """Return the geometry of an outline that was read before, prepared for asking it often."""
    found = shape(json.loads(text))
    shapely.prepare(found)
    return found


def area_m2(found: BaseGeometry) -> int:
    """Return the area on the ellipsoid in square metres, by an equal-area projection."""
    return round(shapely.transform(found, _equal_area).area)


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the metres between two points (longitude, latitude), on a sphere: right to half a per cent."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return round(2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(half))))


def _equal_area(points: Any) -> Any:
    return shapely.get_coordinates(shapely.points([_projected(*point) for point in points]))


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x and y in metres on a cylinder of equal area (Snyder 1987, Lambert, ellipsoid)."""
    sine = math.sin(math.radians(latitude))
    authalic = (1 - _E2) * (sine / (1 - _E2 * sine * sine) - math.log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E))
    return EQUATOR_M * math.radians(longitude), EQUATOR_M * authalic / 2
