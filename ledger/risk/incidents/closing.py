"""Close and reopen: an outcome with its reason, by somebody who is no party to the case (SEG-01); history stays."""

from __future__ import annotations

from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.risk.incidents.clocks import deadlines, limits
from ledger.risk.incidents.facts import (
    DOCUMENT,
    INCIDENT_FACT,
    REASON,
    apply_said,
    day_of,
    known_incident,
    needs,
    open_incident,
    recorded,
)
from ledger.risk.incidents.guards import CLOSED as KIND
from ledger.risk.incidents.guards import REOPENED
from ledger.risk.incidents.refusals import IncidentOpen, NoFinding
from ledger.risk.incidents.site_holds import apply_site_freed
from ledger.risk.incidents.tables import (
    CLOSED,
    ESCALATED,
    INCIDENT,
    NOT_SUBSTANTIATED,
    OPEN,
    OUTCOMES,
)


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """Lock the place that the case holds."""
    row = rows.get(INCIDENT, entry["incident"])
    return Needs(change={PLACE: [row.place]} if row is not None and row.place and row.site_held else {})


def check_closed(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses incident_closed, no_finding, outcome_against_finding: an outcome rests on a finding."""
    row = open_incident(entry, rows)
    if row.finding is None:
        raise NoFinding(incident=row.code)
    if (entry["outcome"] == NOT_SUBSTANTIATED) != (row.finding == NOT_SUBSTANTIATED):
        raise BadEntry("outcome_against_finding", "facts.outcome", "what the finding says", given=entry["outcome"])
    return {}


def apply_closed(event: Event, rows: Rows) -> None:
    """Close the case. What is not resolved goes on holding the site; lots on hold wait for a decision of their own."""
    row = rows.get(INCIDENT, event["incident"])
    apply_said(event, rows, state=CLOSED, outcome=event["outcome"], closed_on=day_of(event))
    if row.site_held and event["outcome"] != ESCALATED:
        apply_site_freed(event, rows, row.place, row.code)


def check_reopened(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses incident_open."""
    row = known_incident(entry, rows)
    if row.state != CLOSED:
        raise IncidentOpen(incident=row.code)
    return {"limits": limits(row.level, entry.moment.date())}


def apply_reopened(event: Event, rows: Rows) -> None:
    """Open the case again: its clocks begin anew, all that was said stays (INC-04)."""
    row = rows.get(INCIDENT, event["incident"])
    clocks = deadlines(event.resolved["limits"], recorded(event))
    apply_said(
        event,
        rows,
        state=OPEN,
        outcome=None,
        closed_on=None,
        decision=None,
        decided_on=None,
        acknowledged_at=recorded(event),
        keeper=event.party,
        plan_on=None,
        plan_deadline=None,
        step_by=None,
        plan_by=clocks["plan_by"],
        decide_by=clocks["decide_by"],
        reopened=row.reopened + 1,
    )


deed(
    KIND,
    about="An incident is closed with an outcome, by somebody who is no party to it.",
    schema={
        "incident": INCIDENT_FACT,
        "outcome": Choice(group="trade", of=OUTCOMES, about="How it ended."),
        "reason": REASON,
        "document": DOCUMENT,
    },
    example={"incident": "N00000011", "outcome": "resolved", "reason": "The barrier is gone; three visits saw none."},
    needs=needs,
    needs_more=needs_more,
    check=check_closed,
    apply=apply_closed,
)
deed(
    REOPENED,
    about="A closed incident is opened again; its history stays.",
    schema={"incident": INCIDENT_FACT, "reason": REASON},
    example={"incident": "N00000011", "reason": "The barrier was put up again."},
    needs=needs,
    check=check_reopened,
    apply=apply_reopened,
)
