"""Decide: the State, a scheme or we ourselves give a site a colour, with the act behind it (MINE-05, MINE-06)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Words
from ledger.deeds.guards import works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.standing.reading import STATE
from ledger.standing.tables import STANDING
from sites.statuses.lining import apply_line, clock_of, recorded_on
from sites.tables import MINE_SITE

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
    "act": Words(required=False, most=80, about="Number of the act, with its article unless that stands apart."),
    "article": Words(required=False, most=40, about="Its article."),
    "signed_on": Day(required=False, about="The day on which it was signed."),
    "document": Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the paper, in hex."),
}


@works_out("MINE-05", on=KIND, source="domain/custody_3t.md §6", otherwise=STATE)
def topic_of(by: str) -> str:
    """What the State, a scheme and we ourselves decide are three statements; none overwrites another."""
    return f"status.{by}"


def needs(entry: Entry) -> Needs:
    place = [entry["place"]]
    return Needs(change={PLACE: place, MINE_SITE: place}, read={STANDING: place})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses unknown_place, not_a_colour, ends_before_it_begins."""
    if rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])
    check_words(entry)
    return clock_of([entry["place"]], rows)


def check_words(entry: Entry) -> None:
    """Refuse a scheme's word from others, and a validity that ends before it begins."""
    if entry["status"] in OF_A_SCHEME and entry["by"] != "scheme":
        raise BadEntry("not_a_colour", "facts.status", f"one of {', '.join(COLOURS)}", given=entry["status"])
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")


def apply(event: Event, rows: Rows) -> None:
    """Add the decision to the site's standing and to its line in the register; earlier ones stay."""
    ends = event.get("valid_to")
    terms = {name: event[name] for name in ("act", "article", "scheme", "signed_on", "document") if event.get(name)}
    rows.add(
        STANDING,
        subject=event["place"],
        topic=topic_of(event["by"]),
        value=event["status"],
        valid_from=date.fromisoformat(event["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        source=", ".join(filter(None, [event.get("act"), event.get("article")])),
        terms=terms or None,
        event_id=event.id,
    )
    apply_line(rows, event["place"], recorded_on(event), event.resolved.get("clock"))


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
