"""How far apart coarse places are, and who was in two of them faster than anybody travels. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
CELL_KM = 15.8
"""The diagonal of a cell of a tenth of a degree: by so much may two points lie nearer than their cells."""


@dataclass(frozen=True)
class Sighting:
    """Somebody or something was at a place at a moment, as a hand-over says; `cell` is the place's, rounded."""

    what: str
    who: str
    place: str
    cell: str
    moment: datetime
    consignment: str


@dataclass(frozen=True)
class Jump:
    """Two sightings too near in time for their distance."""

    first: Sighting
    second: Sighting
    km: int
    minutes: int


def least_km(cell: str, other: str) -> float:
    """Return the least distance between points of two cells ("-1.9,28.9"), along the great circle."""
    (north, east), (far_north, far_east) = (map(radians, map(float, each.split(","))) for each in (cell, other))
    half = sin((far_north - north) / 2) ** 2 + cos(north) * cos(far_north) * sin((far_east - east) / 2) ** 2
    return max(0.0, 2 * EARTH_KM * asin(sqrt(half)) - CELL_KM)


def jumps(sightings: Iterable[Sighting], km_per_hour: int) -> list[Jump]:
    """Return the neighbouring sightings of one vehicle or person that no travel explains."""
    seen: dict[tuple[str, str], list[Sighting]] = {}
    for each in sightings:
        if each.who and each.cell:
            seen.setdefault((each.what, each.who), []).append(each)
    pairs = (
        pair
        for of_one in seen.values()
        for pair in pairwise(sorted(of_one, key=lambda each: (each.moment, each.consignment, each.place)))
    )
    return [found for first, second in pairs if (found := _jump(first, second, km_per_hour))]


def _jump(first: Sighting, second: Sighting, km_per_hour: int) -> Jump | None:
    km = least_km(first.cell, second.cell)
    seconds = (second.moment - first.moment).total_seconds()
    if first.place == second.place or km * 3600 <= km_per_hour * seconds:
        return None
    return Jump(first, second, int(km), int(seconds // 60)) if km > 0 else None
