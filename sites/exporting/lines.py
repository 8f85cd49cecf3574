"""The register as lines for a file: read in chunks, so that memory does not grow with the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from ledger.deeds.entries import Actor
from ledger.parties.access import may_see_exact_positions
from sites.exporting.placing import Point, coarse, exact_points
from sites.listing.colouring import in_force
from sites.models import MineSite

CHUNK = 1_000
NO_STATUS = "none"


@dataclass(frozen=True)
class Line:
    """One site with where it lies, as far as the reader may know that."""

    site: MineSite
    colour: str
    point: Point | None


def lines_of(sites: QuerySet[MineSite], actor: Actor | None, today: date) -> Iterator[Line]:
    """Yield the lines of sites by name; positions are coarse unless the actor may see exact ones."""
    exact = actor is not None and may_see_exact_positions(actor)
    in_order = sites.annotate(colour_now=in_force(today)).order_by("name", "code")
    stream = in_order.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        points = exact_points([site.code for site in chunk]) if exact else {}
        for site in chunk:
            yield Line(site, site.colour_now or NO_STATUS, points.get(site.code) or coarse(site.cell))


COLUMNS: Sequence[tuple[str, Any]] = (
    ("code", lambda line: line.site.code),
    ("name", lambda line: line.site.name),
    ("country", lambda line: line.site.country),
    ("province", lambda line: line.site.province),
    ("territory", lambda line: line.site.territory),
    ("minerals", lambda line: ";".join(line.site.minerals)),
    ("pcode", lambda line: line.site.pcode),
    ("latitude", lambda line: line.point and line.point.latitude),
    ("longitude", lambda line: line.point and line.point.longitude),
    ("precision_m", lambda line: line.point and line.point.precision_m),
    ("state", lambda line: line.colour),
    ("state_decided", lambda line: line.site.state),
    ("state_since", lambda line: line.site.state_since),
    ("state_until", lambda line: line.site.state_until),
    ("scheme", lambda line: line.site.scheme),
    ("scheme_since", lambda line: line.site.scheme_since),
    ("last_visit", lambda line: line.site.seen_on),
)
"""What everybody may have of a site."""
OF_THE_REGISTER: Sequence[tuple[str, Any]] = (
    *COLUMNS,
    ("own", lambda line: line.site.own),
    ("armed_presence", lambda line: line.site.presence),
    ("armed_presence_on", lambda line: line.site.presence_on),
    ("interference", lambda line: line.site.interference),
    ("interference_on", lambda line: line.site.interference_on),
    ("workers", lambda line: line.site.workers),
    ("workers_on", lambda line: line.site.workers_on),
    ("class", lambda line: line.site.asm_class),
    ("capacity_kg_month", lambda line: line.site.capacity_g_month and line.site.capacity_g_month / 1_000),
    ("licence_until", lambda line: line.site.licence_until),
)
"""What those with a role in the programme have beside it."""


def values(line: Line, columns: Sequence[tuple[str, Any]]) -> list[Any]:
    """Return the values of a line in the order of the columns."""
    return [value(line) for _, value in columns]
