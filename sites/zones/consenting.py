"""Consent: whoever holds a title agrees that a site works in it (LIC-08)."""

from __future__ import annotations

from datetime import date

from ledger import codes
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from sites.tables import MINE_SITE
from sites.zones.closing import known as known_zone
from sites.zones.tables import CONSENT, ZONE

KIND = "zone.consent_given.v1"
SCHEMA = {
    "zone": Code(kind=codes.ZONE, group="trade", about="The zone: somebody's title, and near the site."),
    "place": Code(kind="S", about="The mine site that may work in it."),
    "valid_from": Day(about="The first day."),
    "valid_to": Day(required=False, about="The last day, where the paper names one."),
    "given_by": Words(group="trade", most=120, about="Who gives it."),
    "document": Words(group="trade", required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the paper."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]]}, rely_on={MINE_SITE: [entry["place"]], ZONE: [entry["zone"]]})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_zone_code, unknown_place."""
    known_zone(entry, rows)
    if rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a consent that ends before it begins."""
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the consent."""
    ends = event.get("valid_to")
    rows.add(
        CONSENT,
        event_id=event.id,
        zone=event["zone"],
        place=event["place"],
        valid_from=date.fromisoformat(event["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        given_by=event["given_by"],
        document=event.get("document"),
    )


deed(
    KIND,
    about="The holder of a title agrees that a mine site works in it.",
    schema=SCHEMA,
    example={
        "zone": codes.numbered(codes.ZONE, 1),
        "place": "S0000001Z",
        "valid_from": "2026-01-01",
        "given_by": "Société minière du Kivu",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
