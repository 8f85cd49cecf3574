"""What maps tell the rules of risk: titles under a site (LIC-08), and bags declared elsewhere (MINE-07).

Findings are findings: they warn and refuse nothing. Most real sites lie in no zone at all, some in somebody's permit.
Evidence names neither zone nor point: a flag is public in the log, and a small zone would tell where a site lies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from ledger.custody.models import LotEvent, Origin
from ledger.log.models import EventKey, Opening
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds, touches
from ledger.risk.rules import LotSeen, PlaceSeen, Worry, rule
from sites.models import MineSite
from sites.positions.following import follow_positions
from sites.positions.models import SitePosition
from sites.zones.lying import E6, Box, consents, geometry_of, overlaps, point_of, positions_of, zones_on
from sites.zones.models import Zone
from sites.zones.outlines import distance_m, drawn

TITLES, DECLARED = "titles_of_others", "declared"
SQUARE_M_OF_A_HECTARE = 10_000


@rule(
    "LIC-08",
    looks_at="place",
    version=1,
    sentences={
        "warn": _(
            "The site's outline lies over %(titles)s titles of others, %(shared_ha)s ha in all, and no consent is "
            "recorded. Ask their holders, or record the consent."
        ),
    },
    source="domain/licensing.md §2.2",
    reads=(_("outline of the site"), _("outlines, holders and days of titles"), _("recorded consents")),
    parameters=("overlap_least_m2",),
    innocent=(
        _("The holder has agreed, and the paper is not entered."),
        _("One of the two outlines was drawn coarsely."),
        _("The title has ended, and its end is not entered."),
    ),
    clears=_("The holder's consent on paper, or a better outline, entered by the programme or the State."),
)
def lies_over_a_title(place: PlaceSeen) -> Worry | None:
    """A site whose outline lies over somebody else's title needs the holder's consent on paper."""
    least = parameter("overlap_least_m2", place.today, place.country)
    found = [shared for shared in place.findings.get(TITLES, ()) if shared >= least]
    if not found:
        return None
    return Worry("warn", "operational", {"titles": len(found), "shared_ha": -(-sum(found) // SQUARE_M_OF_A_HECTARE)})


@rule(
    "MINE-07",
    looks_at="lot",
    version=1,
    sentences={
        "warn": _(
            "The bag was declared %(km)s km from the site's registered point; %(limit_km)s km is the limit. Ask where "
            "it was dug."
        ),
        "warn.outside": _("The bag was declared outside the zone or outline of its site. Ask where it was dug."),
    },
    source="domain/custody_3t.md §6",
    reads=(_("where the tagger said that the bag was closed"), _("registered point, outline and zones of the site")),
    parameters=("declared_distance_m", "outline_tolerance_m"),
    innocent=(
        _("The site's registered point is wrong, or a new pit was opened."),
        _("The bag was carried down and closed at the road or the washing place."),
        _("The phone had no clear view of the sky."),
    ),
    clears=_("A visit that locates the pit, by the field team, or a correction of the site by the tagger."),
)
def declared_elsewhere(lot: LotSeen) -> Worry | None:
    """A bag declared farther than 2 km from its site's point, or outside the site's outline or zone, is looked at."""
    declared = lot.findings.get(DECLARED)
    if not declared:
        return None
    limit = parameter("declared_distance_m", declared["dug_on"])
    if declared["distance_m"] > limit + declared["precision_m"]:
        said = {"km": declared["distance_m"] // 1_000, "limit_km": limit // 1_000, "why": "far"}
        return Worry("warn", "operational", said)
    if declared["outside_m"] > parameter("outline_tolerance_m", declared["dug_on"]):
        return Worry("warn", "operational", {"why": "outside"})
    return None


@finds("place")
def titles_under(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return the square metres that each site's outline shares with each title of others without consent."""
    held = {place: each for place, each in positions_of(places).items() if each.polygon}
    if not held:
        return {}
    zones = zones_on(today, [Box.around(geometry_of(each)) for each in held.values()])
    sites = MineSite.objects.in_bulk(list(held))
    agreed = consents(list(held), today)
    found = {}
    for place, position in held.items():
        site = sites.get(place)
        own = {site.owner, *(site.operators or ())} - {None} if site else set()
        shared = overlaps(position, zones, own, agreed.get(place, set()))
        found[place] = {TITLES: [each.shared_m2 for each in shared]}
    return found


@finds("lot")
def declared_places(lots: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return how far from its site each lot was declared, and how far outside the site's outline and zones."""
    declared = _declared(lots)
    if not declared:
        return {}
    dug = {lot: (place, dug_on) for lot, place, dug_on in _dug(list(declared))}
    positions = positions_of(sorted({place for place, _ in dug.values()}))
    boxes = [Box.around(point_of(position)) for position in positions.values()]
    zones = {day: [drawn(zone.outline) for zone in zones_on(day, boxes)] for day in {day for _, day in dug.values()}}
    found = {}
    for lot, point in declared.items():
        place, dug_on = dug.get(lot, ("", today))
        if position := positions.get(place):
            found[lot] = {DECLARED: {"dug_on": dug_on, **_compared(point, position, zones[dug_on])}}
    return found


def _compared(point: Point, position: SitePosition, zones: Sequence[BaseGeometry]) -> dict[str, int]:
    """Return metres from the site's point, and from the farthest of the lines around it: its outline, its zones.

    Only zones that hold the site itself count: where a site lies in none, a bag cannot lie outside it.
    """
    home = point_of(position)
    lines = [zone for zone in zones if zone.covers(home)]
    if position.polygon:
        lines.append(geometry_of(position))
    return {
        "distance_m": distance_m((point.x, point.y), (home.x, home.y)),
        "precision_m": position.precision_m or 0,
        "outside_m": max((_outside(point, line) for line in lines), default=0),
    }


def _outside(point: Point, line: BaseGeometry) -> int:
    """Return the metres between a point and an outline; 0 inside it."""
    if line.covers(point):
        return 0
    nearest = line.boundary.interpolate(line.boundary.project(point))
    return distance_m((point.x, point.y), (nearest.x, nearest.y))


def _declared(lots: Sequence[str]) -> dict[str, Point]:
    """Return the points that taggers declared, from the openings of the events that made the lots."""
    first: dict[str, int] = {}
    for lot, event in LotEvent.objects.filter(lot__in=lots).values_list("lot", "event_id").order_by("-event_id"):
        first[lot] = event
    tagged = {event: lot for lot, event in first.items()}
    keys = dict(EventKey.objects.filter(event_id__in=tagged).values_list("key", "event_id"))
    found = {}
    for opening in Opening.objects.filter(key__in=keys, group="position"):
        said = json.loads(bytes(opening.value) or b"{}")
        if said.get("latitude_e6") is not None and said.get("longitude_e6") is not None:
            found[tagged[keys[opening.key]]] = Point(said["longitude_e6"] / E6, said["latitude_e6"] / E6)
    return found


def _dug(lots: Sequence[str]) -> list[tuple[str, str, date]]:
    return list(Origin.objects.filter(lot__in=lots).values_list("lot", "place", "dug_on"))


@touches
def touched_by_maps(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Return the sites that lie near new zones, and sites that were located anew with the lots dug there."""
    if not any(event.kind.startswith(("zone.", "site.located.", "lot.tagged.")) for event in events):
        return set(), set()
    follow_positions()
    located = {event.facts["place"] for event in events if event.kind.startswith("site.located.")}
    agreed = {event.facts["place"] for event in events if event.kind.startswith("zone.consent_given.")}
    boxes = [event.envelope["resolved"]["box_e6"] for event in events if event.kind.startswith("zone.drawn.")]
    closed = {event.facts["zone"] for event in events if event.kind.startswith("zone.closed.")}
    near = {place for box in [*boxes, *_boxes_of(closed)] for place in _places_in(Box(*box))}
    lots = set(Origin.objects.filter(place__in=located | near).values_list("lot", flat=True))
    return located | agreed | near, lots


def _boxes_of(zones: set[str]) -> list[tuple[int, int, int, int]]:

    return list(Zone.objects.filter(code__in=zones).values_list("west_e6", "south_e6", "east_e6", "north_e6"))


def _places_in(box: Box) -> set[str]:
    inside = SitePosition.objects.filter(
        longitude_e6__range=(box.west, box.east), latitude_e6__range=(box.south, box.north)
    )
    return set(inside.values_list("place", flat=True))
