"""CONF-03: a place lies in a zone of conflict; lots on the way from or to it are held for review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from shapely.geometry import Point

from ledger.custody.arrivals import ON_ITS_WAY, still_coming
from ledger.custody.models import Consignment, Lot, Origin
from ledger.custody.tables import IN_TRANSIT
from ledger.log.reading import Positioned
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.risk.finders import finds, touches
from ledger.risk.models import Flag
from ledger.risk.rules import PlaceSeen, Worry, rule
from sites.zones.lying import Box, point_of, positions_of, zones_on
from sites.zones.models import ZoneDrawn
from sites.zones.outlines import drawn

ID, KIND, FOUND = "CONF-03", "conflict_zone", "conflict_zones"
CELL_M2 = 120_000_000
"""A zone smaller than a cell would tell where a site lies that is known by its cell: such a zone is not named."""
SENTENCES = {
    "hold": _(
        "It lies in a zone of conflict since %(since)s (%(zone)s). Lots on the way from or to it, and what is dug "
        "there (CONF-05), are held for review."
    ),
    "hold.small": _(
        "It lies in a zone of conflict since %(since)s. Lots on the way from or to it, and what is dug there "
        "(CONF-05), are held for review."
    ),
}


@rule(
    ID,
    looks_at="place",
    categories=("RF-L1",),
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md BEY-04",
    innocent=(_("Nobody there need have a part in the conflict: the hold asks for proof, it accuses nobody."),),
    clears=_("The end of the zone, entered by a keeper of the register; what was held is answered for lot by lot."),
    parameters=(),
    reads=(_("Zones of conflict that were drawn, each with its days"), _("Where the place lies")),
    answered_by_person=True,
)
def lies_in_a_conflict_zone(place: PlaceSeen) -> Worry | None:
    """A place in a dated zone of conflict holds the lots on the way from or to it; what is dug there CONF-05 holds."""
    zones: Sequence[ZoneDrawn] = place.findings.get(FOUND, ())
    if not zones:
        return None
    first = min(zones, key=lambda zone: (zone.valid_from, zone.zone))
    named = {"zone": first.zone} if first.area_m2 >= CELL_M2 else {"why": "small"}
    said = {"since": first.valid_from.isoformat(), "zones": len(zones), **named}
    return Worry("hold", "RF-L1", said, lots=place.findings.get("on_the_way", ()))


@finds("place")
def in_conflict_zones(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return the zones of conflict in which each place lies on a day, and the lots on the way from or to it."""
    if not ZoneDrawn.objects.filter(kind=KIND).exists():
        return {}
    points = points_of(places)
    zones = [zone for zone in zones_on(today, [Box.around(point) for point in points.values()]) if zone.kind == KIND]
    found = {place: [zone for zone in zones if drawn(zone.outline).covers(point)] for place, point in points.items()}
    inside = {place: of_place for place, of_place in found.items() if of_place}
    coming = on_the_way(inside)
    return {place: {FOUND: zones, "on_the_way": sorted(coming.get(place, ()))} for place, zones in inside.items()}


def points_of(places: Sequence[str]) -> dict[str, Point]:
    """Return where places lie: sites by their registered point, others by the middle of their cell."""
    exact = {code: point_of(position) for code, position in positions_of(list(places)).items()}
    coarse = Place.objects.filter(code__in=[code for code in places if code not in exact]).exclude(cell=None)
    for code, cell in coarse.values_list("code", "cell"):
        latitude, longitude = (float(each) for each in cell.split(","))
        exact[code] = Point(longitude, latitude)
    return exact


def on_the_way(places: Iterable[str]) -> dict[str, set[str]]:
    """Return by place the lots that travel from or to it, or that were dug there and travel."""
    codes = list(places)
    found: dict[str, set[str]] = {}
    if not codes:
        return found
    for each in Consignment.objects.filter(Q(from_place__in=codes) | Q(to_place__in=codes), state__in=ON_ITS_WAY):
        for place in {each.from_place, each.to_place} & set(codes):
            found.setdefault(place, set()).update(still_coming(each))
    moving = Lot.objects.filter(state=IN_TRANSIT).values("code")
    for place, lot in Origin.objects.filter(place__in=codes, lot__in=moving).values_list("place", "lot"):
        found.setdefault(place, set()).add(lot)
    return found


@touches
def at_conflict_zones(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Say which places in zones of conflict lots leave or go to; that a zone is drawn near a site is known already."""
    sent = [event.id for event in events if event.kind.startswith("consignment.")]
    drawn_now = any(event.kind.startswith("zone.") for event in events)
    places: set[str] = set()
    if sent:
        ends = Consignment.objects.filter(Q(event_id__in=sent) | Q(ended_event__in=sent))
        told = {code for pair in ends.values_list("from_place", "to_place") for code in pair}
        open_flags = Flag.objects.filter(rule=ID, cleared_on=None, subject__in=told)
        places |= set(open_flags.values_list("subject", flat=True))
    if drawn_now:
        # depots have no registered point: the room of zones does not know of them
        places |= set(Place.objects.exclude(kind=MINE_SITE).exclude(cell=None).values_list("code", flat=True))
    return places, set()
