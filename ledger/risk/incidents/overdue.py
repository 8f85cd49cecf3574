"""Overdue: the clock says that a step of a case has not come in time (INC-03). A record, and the escalation."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Words
from ledger.deeds.kinds import deed
from ledger.deeds.rows import Rows
from ledger.risk.incidents.facts import INCIDENT_FACT, apply_said, known_incident, needs
from ledger.risk.incidents.tables import CLOCKS, INCIDENT

KIND = "incident.overdue.v1"


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    known_incident(entry, rows)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep that the clock went over, for good: what comes late is told as late."""
    over, clock = rows.get(INCIDENT, event["incident"]).over, event["clock"]
    apply_said(event, rows, over=over if clock in over else [*over, clock])


deed(
    KIND,
    about="A clock of an incident is over: nobody has done in time what was due.",
    schema={
        "incident": INCIDENT_FACT,
        "clock": Choice(group="trade", of=CLOCKS, about="What was due."),
        "due": Words(group="trade", most=40, about="Until when."),
    },
    example={"incident": "N00000011", "clock": "acknowledge", "due": "2026-11-23T10:00:00+00:00"},
    needs=needs,
    check=check,
    apply=apply,
    by_hand=False,
)
