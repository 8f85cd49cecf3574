"""An outline as a small drawing: SVG paths in a box of its own. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

WIDTH, MARGIN = 480.0, 12.0


@dataclass(frozen=True)
class Drawing:
    """Paths to draw, the size of the box, and points in it."""

    width: int
    height: int
    path: str
    points: list[tuple[str, str, str]]
    """Left, top, label."""


def drawing(found: BaseGeometry, points: list[tuple[float, float, str]] | None = None) -> Drawing:
    """Return a drawing of a geometry in degrees, north above, with points (longitude, latitude, label) on it."""
    west, south, east, north = found.bounds
    # a degree of longitude is shorter than one of latitude, away from the equator
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = (WIDTH - 2 * MARGIN) / max(wide, high)

    def place(longitude: float, latitude: float) -> tuple[str, str]:
        left = (longitude - west) * narrow * scale + MARGIN
        top = (north - latitude) * scale + MARGIN
        return f"{left:.1f}", f"{top:.1f}"

    polygons: list[Polygon] = list(getattr(found, "geoms", [found]))
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    path = " ".join("M" + "L".join(",".join(place(*point)) for point in ring.coords) + "Z" for ring in rings)
    size = round(wide * scale + 2 * MARGIN), round(high * scale + 2 * MARGIN)
    return Drawing(*size, path, [(*place(longitude, latitude), label) for longitude, latitude, label in points or []])
