"""Where a site lies, as exactly as the reader may know: a point, or the middle of a tenth of a degree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sites.positions.asking import current_positions

COARSE_M = 8_000
"""Half the diagonal of a cell of a tenth of a degree at the equator, rounded up to a kilometre."""


@dataclass(frozen=True)
class Point:
    """Degrees (WGS84), how far off they may be in metres, and the outline where one was drawn."""

    latitude: float
    longitude: float
    precision_m: int | None
    polygon: dict[str, Any] | None = None


def coarse(cell: str | None) -> Point | None:
    """Return the middle of a cell such as -1.9,28.9."""
    if not cell:
        return None
    latitude, longitude = cell.split(",")
    return Point(float(latitude), float(longitude), COARSE_M)


def exact_points(codes: Iterable[str]) -> dict[str, Point]:
    """Return the exact position of each site that has one."""
    return {
        code: Point(held.latitude_e6 / 1e6, held.longitude_e6 / 1e6, held.precision_m, held.polygon)
        for code, held in current_positions(codes).items()
    }
