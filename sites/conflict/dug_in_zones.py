"""CONF-05: ore that was dug in a zone of conflict while it was in force; it stays so when the zone has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.models import Origin
from ledger.risk.finders import finds
from ledger.risk.rules import LotSeen, Worry, rule
from sites.conflict.zones_rule import CELL_M2, KIND, points_of
from sites.zones.models import Zone, ZoneDrawn
from sites.zones.outlines import drawn

FOUND = "dug_in_conflict_zones"
SENTENCES = {
    "hold": _(
        "%(kg)s kg were dug in a zone of conflict in force since %(since)s (%(zone)s), the first on %(dug_on)s. Nobody "
        "goes on until somebody has answered for it."
    ),
    "hold.small": _(
        "%(kg)s kg were dug in a zone of conflict in force since %(since)s, the first on %(dug_on)s. Nobody goes on "
        "until somebody has answered for it."
    ),
}


@dataclass(frozen=True)
class Dug:
    """Grams of a lot that were dug in a zone of conflict on a day."""

    dug_on: date
    grams: int
    zone: str
    since: date
    is_large: bool


@rule(
    "CONF-05",
    looks_at="lot",
    categories=("RF-L1",),
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md BEY-04",
    innocent=(_("Who dug there need have no part in the conflict: the hold asks for proof, it accuses nobody."),),
    clears=_("Evidence of who dug, carried and was paid, shown to a keeper of the register who answers for the lot."),
    parameters=(),
    reads=(_("Origins with their days"), _("Zones of conflict that were drawn, each with its days")),
    answered_by_person=True,
)
def dug_in_a_conflict_zone(lot: LotSeen) -> Worry | None:
    """Ore that was dug in a zone of conflict while the zone was in force is held for review, also once it has ended."""
    found: Sequence[Dug] = lot.findings.get(FOUND, ())
    if not found:
        return None
    first = min(found, key=lambda dug: (dug.dug_on, dug.zone))
    named = {"zone": first.zone} if first.is_large else {"why": "small"}
    said = {"grams": sum(dug.grams for dug in found), "dug_on": first.dug_on.isoformat(), **named}
    return Worry("hold", "RF-L1", {**said, "since": first.since.isoformat()})


@finds("lot")
def dug_in_conflict_zones(lots: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return what of each lot was dug in zones of conflict that were in force on the day."""
    zones = zones_of_conflict()
    if not zones:
        return {}
    lines = list(Origin.objects.filter(lot__in=list(lots)).values_list("lot", "place", "dug_on", "grams"))
    points = points_of(sorted({place for _lot, place, _day, _grams in lines}))
    found: dict[str, list[Dug]] = {}
    for lot, place, dug_on, grams in lines:
        point = points.get(place)
        around = (
            each for each in zones if (zone := in_force(each, dug_on)) and point and drawn(zone.outline).covers(point)
        )
        if (held := next(around, None)) is not None:
            since = min(each.valid_from for each in held.drawings)
            zone = in_force(held, dug_on)
            found.setdefault(lot, []).append(Dug(dug_on, grams, held.code, since, zone.area_m2 >= CELL_M2))
    return {lot: {FOUND: of} for lot, of in found.items()}


@dataclass(frozen=True)
class DatedZone:
    """A zone of conflict with every outline that it ever had, and its last day."""

    code: str
    drawings: Sequence[Any]
    closed_on: date | None = None


def zones_of_conflict() -> list[DatedZone]:
    """Return all zones of conflict; few, each a decision."""
    drawings: dict[str, list[ZoneDrawn]] = {}
    for each in ZoneDrawn.objects.filter(kind=KIND).order_by("zone", "valid_from", "event_id"):
        drawings.setdefault(each.zone, []).append(each)
    closed = dict(Zone.objects.filter(code__in=drawings).values_list("code", "closed_on"))
    return [DatedZone(code, of, closed.get(code)) for code, of in drawings.items()]


def in_force(zone: DatedZone, day: date) -> Any | None:
    """Return the outline of a zone that was in force on a day, its last day included. Pure."""
    begun = [each for each in zone.drawings if each.valid_from <= day]
    last = max(begun, key=lambda each: (each.valid_from, each.event_id), default=None)
    if last is None or last.status != "active" or (zone.closed_on and zone.closed_on < day):
        return None
    return last if last.valid_to is None or day <= last.valid_to else None
