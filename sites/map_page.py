"""The map of the register: a page that says the same without a map, and the clusters that the map asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ledger.parties.access import may_read_sites, may_see_exact_positions
from ledger.parties.doors import for_actors
from sites.listing.asking import Asked, found
from sites.listing.clustering import COLOURS, Box, Cluster, Province, clusters, provinces
from sites.listing.forming import asked_of, form_of, shown_on_map
from sites.listing.pointing import points

WIDEST, CLOSEST = 0, 18
EVERYWHERE = Box(-180, -90, 180, 90)
FEW = 60
"""Up to so many sites in view are named one by one beside the map."""
EXACT_FROM = 11
"""The zoom from which a cell is wide enough on the screen to show points in it."""


@for_actors(may_read_sites)
def sites_map(request: HttpRequest) -> HttpResponse:
    """Show the map, and the same sites by province as a table."""
    today, asked = datetime.now(UTC).date(), asked_of(request)
    counted = provinces(found(asked, today), today)
    count, placed = sum(each.count for each in counted), sum(each.placed for each in counted)
    context = {
        "provinces": [{**vars(each), "query": _narrowed(asked, each)} for each in counted],
        "sums": {colour: sum(each.colours[colour] for each in counted) for colour in COLOURS},
        "count": count,
        "placed": placed,
        "unplaced": count - placed,
        **shown_on_map(request),
        **form_of(asked),
    }
    return render(request, "sites/map.html", context)


@for_actors(may_read_sites)
def sites_map_data(request: HttpRequest) -> JsonResponse:
    """Give the clusters in a box at a zoom, and the sites by name where there are few: {"clusters", "sites"}."""
    today = datetime.now(UTC).date()
    rows = found(asked_of(request), today)
    box, zoom = _box(request.GET.get("bbox", "")), _zoom(request.GET.get("zoom", ""))
    counted = clusters(rows, zoom, today, box)
    few = sum(each.count for each in counted) <= FEW
    exact = zoom >= EXACT_FROM and may_see_exact_positions(request.actor)
    named = points(rows, box or EVERYWHERE, today, most=FEW, exact=exact) if few else []
    return JsonResponse({"clusters": [_spelled(each) for each in counted], "sites": named})


def _narrowed(asked: Asked, each: Province) -> str:
    """Return the address of the list that holds the sites of a province; a country, where none is stated."""
    area = f"{each.country}:{each.province}" if each.province else each.country
    return urlencode({**asked.query, "area": area})


def _spelled(cluster: Cluster) -> dict[str, Any]:
    box = cluster.bounds
    return {
        "at": [cluster.latitude, cluster.longitude],
        "count": cluster.count,
        "colours": cluster.colours,
        "bounds": [[box.south, box.west], [box.north, box.east]],
    }


def _box(written: str) -> Box | None:
    """Read "west,south,east,north" in degrees; whatever else it is means everywhere."""
    try:
        west, south, east, north = (float(each) for each in written.split(","))
    except ValueError:
        return None
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return Box(west, south, east, north) if inside else None


def _zoom(written: str) -> int:
    return min(CLOSEST, max(WIDEST, int(written))) if written.isdecimal() and len(written) < 3 else 3
