"""Sites as clusters for a map: counted by the database over coarse cells, as coarse as the zoom asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Max, Min, Q, QuerySet, Sum

from ledger.risk.status_age import NONE
from sites.listing.colouring import in_force
from sites.models import MineSite

COLOURS = ("green", "yellow", "red", "blue", NONE)
TENTHS_PER_WORLD = 3_600
CLUSTERS_ACROSS_TILE = 4
"""A tile of 256 pixels holds at most four clusters from side to side: they do not touch."""
FINEST = 1
"""Tenths of a degree: no zoom shows where in its cell a site lies."""


@dataclass(frozen=True)
class Box:
    """A part of the map in degrees, its edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self) -> Q:
        """Return which sites have their cell in the box: cells are whole tenths, so its edges are rounded inwards."""
        return Q(
            cell_lat__gte=ceil(self.south * 10),
            cell_lat__lte=floor(self.north * 10),
            cell_lon__gte=ceil(self.west * 10),
            cell_lon__lte=floor(self.east * 10),
        )


@dataclass(frozen=True)
class Cluster:
    """Sites of neighbouring cells: the middle of their cells in degrees, how many, how many of each colour."""

    latitude: float
    longitude: float
    count: int
    colours: dict[str, int]
    bounds: Box


def step(zoom: int) -> int:
    """Return the side of a cluster's square at a zoom of web maps, in tenths of a degree."""
    return max(FINEST, round(TENTHS_PER_WORLD / CLUSTERS_ACROSS_TILE / 2**zoom))


def clusters(rows: QuerySet[MineSite], zoom: int, today: date, box: Box | None = None) -> list[Cluster]:
    """Return the clusters of sites that have a cell, largest first: one question, however many sites they hold.

    The database counts by square and colour, with sums that need no fractions; the few rows are put together here.
    """
    rows = rows.filter(box.holds() if box else Q(cell_lat__isnull=False)).order_by()
    side = step(zoom)
    # counted from the south pole and the date line, so that whole division never rounds towards nought
    squares = rows.annotate(
        colour=in_force(today),
        row=ExpressionWrapper((F("cell_lat") + 900) / side, output_field=IntegerField()),
        column=ExpressionWrapper((F("cell_lon") + 1_800) / side, output_field=IntegerField()),
    ).values("row", "column", "colour")
    counted = squares.annotate(
        count=Count("*"),
        up=Sum("cell_lat"),
        along=Sum("cell_lon"),
        west=Min("cell_lon"),
        east=Max("cell_lon"),
        south=Min("cell_lat"),
        north=Max("cell_lat"),
    )
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for each in counted:
        found.setdefault((each["row"], each["column"]), []).append(each)
    made = [_cluster(parts) for _square, parts in sorted(found.items())]
    return sorted(made, key=lambda cluster: -cluster.count)


def _cluster(parts: list[dict[str, Any]]) -> Cluster:
    count = sum(part["count"] for part in parts)
    by_colour = {part["colour"] or NONE: part["count"] for part in parts}
    box = Box(
        min(part["west"] for part in parts) / 10,
        min(part["south"] for part in parts) / 10,
        max(part["east"] for part in parts) / 10,
        max(part["north"] for part in parts) / 10,
    )
    return Cluster(
        round(sum(part["up"] for part in parts) / count / 10, 3),
        round(sum(part["along"] for part in parts) / count / 10, 3),
        count,
        {colour: by_colour[colour] for colour in COLOURS if colour in by_colour},
        box,
    )


@dataclass(frozen=True)
class Province:
    """The sites of one province: how many, how many of each colour, and how many the map can show."""

    country: str
    province: str
    count: int
    colours: dict[str, int]
    placed: int


def provinces(rows: QuerySet[MineSite], today: date) -> Sequence[Province]:
    """Return the same sites as a table: one line for each province, largest first."""
    named = rows.order_by().annotate(colour=in_force(today)).values("country", "province", "colour")
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in named.annotate(count=Count("*"), placed=Count("cell_lat")):
        found.setdefault((each["country"], each["province"] or ""), []).append(each)
    made = [_province(*area, parts) for area, parts in sorted(found.items())]
    return sorted(made, key=lambda province: -province.count)


def _province(country: str, province: str, parts: list[dict[str, Any]]) -> Province:
    colours = dict.fromkeys(COLOURS, 0)
    for part in parts:
        colours[part["colour"] or NONE] += part["count"]
    placed = sum(part["placed"] for part in parts)
    return Province(country, province, sum(colours.values()), colours, placed)
