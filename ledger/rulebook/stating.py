"""State: a row of reference is said, or said anew; a changed row is a new dated row and the old one stays."""

from __future__ import annotations

from datetime import date

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Cells, Choice, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.rulebook.tables import REFERENCE, shelf

KIND = "reference.stated.v1"
CONFIDENCE = ("high", "medium", "low")
"""Low rows may only warn until somebody confirms them, by stating the row anew (LIC-00, licensing.md §2)."""
SCHEMA = {
    "table": Words(most=40, pattern="[a-z][a-z0-9_]*", about="The table, for example licence_regimes."),
    "part": Words(required=False, most=10, pattern="[A-Za-z0-9-]+", about="Its part, for example a country: ZW."),
    "key": Words(most=120, about="What names the row within its table."),
    "row": Cells(about="Its columns."),
    "in_force_from": Day(required=False, about="The first day on which it counts; none: always did."),
    "in_force_to": Day(required=False, about="The last day on which it counts; none: still does."),
    "confidence": Choice(required=False, of=CONFIDENCE, about="How sure the source makes us."),
    "source": Words(most=500, about="Where it was read."),
}


def needs(entry: Entry) -> Needs:
    return Needs()


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a validity that ends before it begins."""
    first, last = entry.get("in_force_from"), entry.get("in_force_to")
    if first and last and last < first:
        raise BadEntry("ends_before_it_begins", "facts.in_force_to", "a day not before in_force_from")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Put the row on its shelf, beside what it said before."""
    first, last = event.get("in_force_from"), event.get("in_force_to")
    rows.add(
        REFERENCE,
        shelf=shelf(event["table"], event.get("part", "")),
        key=event["key"],
        row=event["row"],
        in_force_from=date.fromisoformat(first) if first else None,
        in_force_to=date.fromisoformat(last) if last else None,
        confidence=event.get("confidence"),
        source=event["source"],
        stated_on=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


deed(
    KIND,
    about="A row of reference is stated: a licence regime, a rule, a figure, with its source.",
    schema=SCHEMA,
    example={
        "table": "licence_regimes",
        "part": "ZW",
        "key": "ZW-EXPORT-SI213",
        "row": {"name_en": "Lithium ore export ban", "holder_kind": "rule", "allows_export": "N"},
        "in_force_from": "2022-12-20",
        "in_force_to": "2023-01-05",
        "confidence": "high",
        "source": "wintertons.co.zw",
    },
    needs=needs,
    check=check,
    apply=apply,
)
