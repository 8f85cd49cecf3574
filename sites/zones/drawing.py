"""Draw: a zone gets its outline, or a new one from a day on; the old one stays for the days before."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely

from ledger import codes
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.registering import COUNTRY
from ledger.parties.tables import PARTY
from sites.zones.outlines import Outline, area_m2, drawn
from sites.zones.tables import ZONE, ZONE_DRAWN

KIND = "zone.drawn.v1"
KINDS = ("artisanal_zone", "concession", "protected_area", "conflict_zone", "designated_area")
STATUSES = ("planned", "active", "closed")
CODE = Code(kind=codes.ZONE, about="The code of the zone, made by the writer; the same code draws it anew.")
SCHEMA = {
    "zone": CODE,
    "name": Words(about="Its name."),
    "kind": Choice(of=KINDS, about="What it is; a concession is somebody's title."),
    "country": COUNTRY,
    "authority": Words(required=False, most=120, about="Who declared it."),
    "status": Choice(of=STATUSES, about="Whether it counts yet, or still."),
    "legal_basis": Words(required=False, about="The act behind it."),
    "holder": Code(kind="Q", required=False, about="The party whose title it is."),
    "licence": Code(kind=codes.LICENCE, required=False, about="The licence that it belongs to."),
    "valid_from": Day(about="The first day on which this outline counts."),
    "valid_to": Day(required=False, about="The last day, where the act names one."),
    "outline": Outline(about="The outline as GeoJSON: longitude before latitude, WGS84, at most 2,000 corners."),
    "moved_m": Whole(required=False, most=50_000, about="By how many metres its line moved when it was thinned out."),
    "source": Words(required=False, about="Where the outline was read."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}
KEPT = ("name", "kind", "country", "authority", "status", "legal_basis", "holder", "licence", "outline", "moved_m")


def needs(entry: Entry) -> Needs:
    holder = [entry["holder"]] if entry.get("holder") else []
    return Needs(change={ZONE: [entry["zone"]]}, rely_on={PARTY: holder})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    if entry.get("holder") and rows.get(PARTY, entry["holder"]) is None:
        raise BadEntry("unknown_party", "facts.holder", "the code of a registered party", given=entry["holder"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a validity that ends before it begins; measures the outline."""
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    found = drawn(entry["outline"])
    west, south, east, north = (round(each * 1_000_000) for each in shapely.bounds(found).tolist())
    return {"area_m2": area_m2(found), "box_e6": [west, south, east, north]}


def apply(event: Event, rows: Rows) -> None:
    """Keep the outline; the zone is from now on what was drawn for the latest day."""
    said = _said(event)
    rows.add(ZONE_DRAWN, event_id=event.id, zone=event["zone"], **said)
    zone = rows.get(ZONE, event["zone"])
    if zone is None:
        rows.add(ZONE, code=event["zone"], event_id=event.id, **said)
    elif said["valid_from"] >= zone.valid_from:
        reopened = {"closed_on": None, "closed_by": None} if _after(said["valid_from"], zone.closed_on) else {}
        rows.change(ZONE, event["zone"], event_id=event.id, **said, **reopened)


def _after(day: date, closed_on: date | None) -> bool:
    return closed_on is not None and day > closed_on


def _said(event: Event) -> dict[str, Any]:
    ends = event.get("valid_to")
    west, south, east, north = event.resolved["box_e6"]
    return {
        **{name: event.get(name) for name in KEPT},
        "valid_from": date.fromisoformat(event["valid_from"]),
        "valid_to": date.fromisoformat(ends) if ends else None,
        "west_e6": west,
        "south_e6": south,
        "east_e6": east,
        "north_e6": north,
        "area_m2": event.resolved["area_m2"],
    }


deed(
    KIND,
    about="A zone is drawn: an artisanal zone, a concession, a protected area, a conflict zone.",
    schema=SCHEMA,
    example={
        "zone": codes.numbered(codes.ZONE, 1),
        "name": "ZEA Kalehe 1",
        "kind": "artisanal_zone",
        "country": "CD",
        "authority": "Ministry of Mines",
        "status": "active",
        "legal_basis": "Order 0123/2019",
        "valid_from": "2019-05-02",
        "outline": '{"coordinates":[[[28.8,-2.0],[28.9,-2.0],[28.9,-1.9],[28.8,-1.9],[28.8,-2.0]]],"type":"Polygon"}',
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
