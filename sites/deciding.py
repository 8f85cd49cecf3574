"""Decide: the State, a scheme or we ourselves give a site a colour, with the act behind it (MINE-05, MINE-06)."""

from __future__ import annotations

from datetime import date

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.standing.tables import STANDING

KIND = "site.status_decided.v1"
BY = ("state", "scheme", "own")
COLOURS = ("green", "yellow", "red", "blue")
OF_A_SCHEME = ("active", "suspended")
"""A scheme gives no colours of the mechanism: it works at a site, or has stopped working there."""
SCHEMA = {
    "place": Code(kind="S", about="The mine site."),
    "by": Choice(of=BY, about="Who decides; none overwrites another (MINE-05)."),
    "status": Choice(of=COLOURS + OF_A_SCHEME, about="The colour; active or suspended only by a scheme."),
    "scheme": Words(required=False, most=40, about="Which scheme decides, for example iTSCi."),
    "valid_from": Day(about="The first day, also in the past (MINE-06)."),
    "valid_to": Day(required=False, about="The last day, where the act names one."),
    "act": Words(required=False, most=80, about="Number and article of the act."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses unknown_place, a scheme's word from others, and a validity that ends before it begins."""
    if rows.get(PLACE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])
    if entry["status"] in OF_A_SCHEME and entry["by"] != "scheme":
        raise BadEntry("not_a_colour", "facts.status", f"one of {', '.join(COLOURS)}", given=entry["status"])
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Add the decision to the site's standing; earlier ones stay."""
    ends = event.get("valid_to")
    rows.add(
        STANDING,
        subject=event["place"],
        topic=f"status.{event['by']}",
        value=event["status"],
        valid_from=date.fromisoformat(event["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        source=event.get("act") or "",
        event_id=event.id,
    )


deed(
    KIND,
    about="A site's status is decided.",
    schema=SCHEMA,
    example={
        "place": "S0000001Z",
        "by": "state",
        "status": "green",
        "valid_from": "2026-03-15",
        "valid_to": "2027-03-14",
        "act": "0214/2026, art. 3",
    },
    needs=needs,
    check=check,
    apply=apply,
)
