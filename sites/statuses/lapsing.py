"""Lapse: the clock says that a colour ran out or began, with the legal basis (MINE-02). A record, not a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.standing.clock import NONE
from ledger.standing.tables import STANDING
from sites.deciding import COLOURS
from sites.statuses.lining import apply_line, clock_of
from sites.tables import MINE_SITE

KIND = "site.status_lapsed.v1"
TOPIC = "status.clock"
"""The clock reckons from decisions alone, and passes over its own records."""
WORDS = (*COLOURS, NONE)


def needs(entry: Entry) -> Needs:
    place = [entry["place"]]
    return Needs(change={PLACE: place, MINE_SITE: place}, read={STANDING: place})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    return clock_of([entry["place"]], rows)


def apply(event: Event, rows: Rows) -> None:
    """Keep the change, and bring the site's line in the register up to the day on which the clock ran."""
    rows.add(
        STANDING,
        subject=event["place"],
        topic=TOPIC,
        value=event["to"],
        valid_from=date.fromisoformat(event["since"]),
        source=event["legal_basis"],
        terms={"from": event["from"], "decision": event.get("decision")},
        event_id=event.id,
    )
    apply_line(rows, event["place"], date.fromisoformat(event["ran_on"]), event.resolved.get("clock"))


deed(
    KIND,
    about="A site's status changes because nobody acted, or because the day of an act has come.",
    schema={
        "place": Code(kind="S", about="The mine site."),
        "from": Choice(of=WORDS, about="The colour before."),
        "to": Choice(of=WORDS, about="The colour now."),
        "since": Day(about="The first day of the new colour."),
        "legal_basis": Words(most=200, about="What says so."),
        "decision": Whole(required=False, least=1, about="Number of the event that decided last."),
        "ran_on": Day(about="The day on which the clock ran."),
    },
    example={
        "place": "S0000001Z",
        "from": "green",
        "to": "blue",
        "since": "2026-03-15",
        "legal_basis": "RCM 2",
        "decision": 4711,
        "ran_on": "2026-03-15",
    },
    needs=needs,
    check=check,
    apply=apply,
    by_hand=False,
)
