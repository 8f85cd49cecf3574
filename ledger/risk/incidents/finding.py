"""Find: what the case has shown, apart from what was claimed (INC-01). A later finding stands beside the earlier."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice
from ledger.deeds.kinds import deed
from ledger.deeds.rows import Rows
from ledger.risk.incidents.facts import DOCUMENT, INCIDENT_FACT, REASON, apply_said, day_of, needs, open_incident
from ledger.risk.incidents.guards import FOUND as KIND
from ledger.risk.incidents.tables import FINDINGS


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses incident_closed."""
    open_incident(entry, rows)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the finding and its day."""
    apply_said(event, rows, finding=event["finding"], found_on=day_of(event))


deed(
    KIND,
    about="A finding is made about an incident, apart from the claim.",
    schema={
        "incident": INCIDENT_FACT,
        "finding": Choice(group="trade", of=FINDINGS, about="Whether the claim holds; open: nobody can say yet."),
        "reason": REASON,
        "document": DOCUMENT,
    },
    example={
        "incident": "N00000011",
        "finding": "partly",
        "reason": "Two drivers confirm payments on the road; none was seen at the site.",
    },
    needs=needs,
    check=check,
    apply=apply,
)
