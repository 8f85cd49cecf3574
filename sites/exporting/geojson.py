"""The register as GeoJSON (RFC 7946): WGS84, longitude before latitude, a site of unknown place without geometry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sites.exporting.lines import Line
from sites.exporting.placing import Point

TYPE = "application/geo+json"


def feature_collection(lines: Iterable[Line], columns: Sequence[tuple[str, Any]]) -> Iterator[str]:
    """Yield the text of a FeatureCollection piece by piece."""
    yield '{"type":"FeatureCollection","features":['
    for number, line in enumerate(lines):
        yield (",\n" if number else "\n") + json.dumps(feature(line, columns), ensure_ascii=False)
    yield "\n]}\n"


def feature(line: Line, columns: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return one site as a Feature."""
    places = {"latitude", "longitude"}
    told = {name: _plain(value(line)) for name, value in columns if name not in places}
    return {"type": "Feature", "id": line.site.code, "geometry": _geometry(line.point), "properties": told}


def _geometry(point: Point | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return point.polygon or {"type": "Point", "coordinates": [point.longitude, point.latitude]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
