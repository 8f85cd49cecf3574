"""Close: a zone ends on a day; what lay in it before still did."""

from __future__ import annotations

from datetime import date

from ledger import codes
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from sites.zones.tables import ZONE

KIND = "zone.closed.v1"
SCHEMA = {
    "zone": Code(kind=codes.ZONE, about="The zone."),
    "closed_on": Day(about="Its last day."),
    "legal_basis": Words(required=False, about="The act that ends it."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={ZONE: [entry["zone"]]})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_zone_code."""
    if rows.get(ZONE, entry["zone"]) is None:
        raise BadEntry("unknown_zone_code", "facts.zone", "the code of a zone that was drawn", given=entry["zone"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a last day before the first."""
    if date.fromisoformat(entry["closed_on"]) < rows.get(ZONE, entry["zone"]).valid_from:
        raise BadEntry("ends_before_it_begins", "facts.closed_on", "a day not before the zone's first")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Write the last day; the outlines stay."""
    day = date.fromisoformat(event["closed_on"])
    rows.change(ZONE, event["zone"], closed_on=day, closed_by=event.get("legal_basis"))


deed(
    KIND,
    about="A zone ends.",
    schema=SCHEMA,
    example={"zone": codes.numbered(codes.ZONE, 1), "closed_on": "2026-10-31", "legal_basis": "Order 0456/2026"},
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
