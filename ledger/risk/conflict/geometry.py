"""Kilometres between points and along a way, in ten-thousandths of a degree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, hypot, radians, sin, sqrt

EARTH_KM = 6371.0088
KM_OF_A_DEGREE = 111.195
E4 = 10_000
HALF_ROUND = 180 * E4
TENTH = E4 // 10
Point = tuple[int, int]
"""Latitude and longitude in ten-thousandths of a degree."""


def point_of_cell(cell: str) -> Point:
    """Return the middle of a cell of a tenth of a degree, which is what the open book says of a place."""
    latitude, longitude = (round(float(each) * E4) for each in cell.split(","))
    return latitude, longitude


def cell_of(point: Point) -> Point:
    """Return the cell of a point, in tenths of a degree."""
    return round(point[0] / TENTH), _in_tenths(round(point[1] / TENTH))


def _in_tenths(longitude: int) -> int:
    """Return a longitude in tenths of a degree: 180 degrees east are 180 degrees west."""
    return _turned(longitude * TENTH) // TENTH


def km_between(one: Point, other: Point) -> float:
    """Return the distance on the sphere."""
    north, far_north = radians(one[0] / E4), radians(other[0] / E4)
    aside = radians(_turned(other[1] - one[1]) / E4)
    half = sin((far_north - north) / 2) ** 2 + cos(north) * cos(far_north) * sin(aside / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def km_to_way(point: Point, way: Sequence[Point]) -> float:
    """Return the distance of a point from a way of straight legs; of one point alone the distance from it."""
    if len(way) == 1:
        return km_between(point, way[0])
    return min(_km_to_leg(point, start, end) for start, end in zip(way, way[1:], strict=False))


def _km_to_leg(point: Point, start: Point, end: Point) -> float:
    """Work on a plane around the point: within some hundred kilometres it is right to a part in a hundred."""
    narrow = cos(radians(point[0] / E4))

    def seen(other: Point) -> tuple[float, float]:
        east = _turned(other[1] - point[1]) / E4 * narrow * KM_OF_A_DEGREE
        return east, (other[0] - point[0]) / E4 * KM_OF_A_DEGREE

    (x, y), (far_x, far_y) = seen(start), seen(end)
    along, up = far_x - x, far_y - y
    length = along * along + up * up
    share = 0.0 if length == 0 else max(0.0, min(1.0, -(x * along + y * up) / length))
    return hypot(x + share * along, y + share * up)


def _turned(degrees_e4: int) -> int:
    """Return a difference of longitudes the short way round."""
    return (degrees_e4 + HALF_ROUND) % (2 * HALF_ROUND) - HALF_ROUND


@dataclass(frozen=True)
class Box:
    """South, north, west, east in ten-thousandths of a degree; across the date line west is more than east."""

    south: int
    north: int
    west: int
    east: int

    def holds(self, point: Point) -> bool:
        """Say whether a point lies in the box."""
        if not self.south <= point[0] <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= point[1] <= self.east
        return point[1] >= self.west or point[1] <= self.east

    def cells(self) -> set[Point]:
        """Return the cells of a tenth of a degree that touch the box, in tenths of a degree."""
        east = self.east if self.west <= self.east else self.east + 2 * HALF_ROUND
        across = range(self.west // TENTH, east // TENTH + 2)
        return {
            (up, _in_tenths(aside)) for up in range(self.south // TENTH, self.north // TENTH + 2) for aside in across
        }


def box_around(points: Sequence[Point], km: float) -> Box:
    """Return a box that holds everything within so many kilometres of these points."""
    up = ceil(km / KM_OF_A_DEGREE * E4)
    south, north = min(each[0] for each in points) - up, max(each[0] for each in points) + up
    shrunk = cos(radians(min(89.9, max(abs(south), abs(north)) / E4)))
    aside = ceil(up / shrunk)
    first = points[0][1]
    offsets = [_turned(each[1] - first) for each in points]
    west, east = first + min(offsets) - aside, first + max(offsets) + aside
    if east - west >= 2 * HALF_ROUND:
        return Box(south, north, -HALF_ROUND, HALF_ROUND)
    return Box(south, north, _in_round(west), _in_round(east))


def _in_round(longitude: int) -> int:
    return longitude if -HALF_ROUND <= longitude <= HALF_ROUND else _turned(longitude)
