"""Acknowledge: somebody takes the case on, and from then on answers for its clocks."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.kinds import deed
from ledger.deeds.rows import Rows
from ledger.risk.incidents.facts import INCIDENT_FACT, NOTE, apply_said, needs, open_incident, recorded
from ledger.risk.incidents.guards import ACKNOWLEDGED as KIND
from ledger.risk.incidents.refusals import AlreadyAcknowledged


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses incident_closed, already_acknowledged."""
    row = open_incident(entry, rows)
    if row.acknowledged_at is not None:
        raise AlreadyAcknowledged(incident=row.code)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Stop the first clock; the party that took the case on keeps it."""
    apply_said(event, rows, acknowledged_at=recorded(event), keeper=event.party)


deed(
    KIND,
    about="An incident is acknowledged: somebody takes it on.",
    schema={"incident": INCIDENT_FACT, "note": NOTE},
    example={"incident": "N00000011"},
    needs=needs,
    check=check,
    apply=apply,
)
