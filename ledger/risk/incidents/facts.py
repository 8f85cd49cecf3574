"""Facts and small steps that all deeds about an incident share."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Words
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Waits
from ledger.risk.incidents.clocks import over
from ledger.risk.incidents.refusals import IncidentClosed
from ledger.risk.incidents.tables import CLOSED, INCIDENT, INCIDENT_EVENT

INCIDENT_FACT = Code(kind="N", about="The incident.")
REASON = Words(group="notes", most=1_000, about="Why, in words: who sees the case sees them.")
NOTE = Words(group="notes", required=False, most=1_000, about="A remark.")
DOCUMENT = Words(
    group="trade", required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of a paper or photo, in hex."
)


def needs(entry: Any) -> Needs:
    """Lock the incident: whoever says something about it comes after whoever spoke before."""
    return Needs(change={INCIDENT: [entry["incident"]]})


def known_incident(entry: Entry, rows: Rows) -> Any:
    """Return the incident; one that is not known yet makes the entry wait for its report."""
    row = rows.get(INCIDENT, entry["incident"])
    if row is None:
        raise Waits("unknown_incident", [entry["incident"]], incident=entry["incident"])
    return row


def open_incident(entry: Entry, rows: Rows) -> Any:
    """Return the incident if it is open; refuses incident_closed."""
    row = known_incident(entry, rows)
    if row.state == CLOSED:
        raise IncidentClosed(incident=row.code, closed_on=row.closed_on.isoformat())
    return row


def mark_of(incident: str, actor: str) -> str:
    """Return what says that somebody entered a case to those who ask about themselves, and nothing to others (WB-01).

    The user's number is drawn at random and stands in no list, so the mark leads nobody back.
    """
    return hashlib.sha256(f"reporter:{incident}:{actor}".encode()).hexdigest()


def recorded(event: Event) -> datetime:
    """Return the moment from which the book knows an event: clocks run from there, not from what somebody typed."""
    return datetime.fromisoformat(event.recorded_at).astimezone(UTC)


def day_of(event: Event) -> date:
    return date.fromisoformat(event.local_date)


def day_said(event: Any, name: str) -> date | None:
    """Return a day that a fact spells, None where it is left out."""
    return date.fromisoformat(event[name]) if event.get(name) else None


def apply_said(event: Event, rows: Rows, **changes: Any) -> None:
    """Change the case, keep the clocks that were over by now, and add the entry to its history."""
    row = rows.get(INCIDENT, event["incident"])
    passed = [each.clock for each in over(row, recorded(event)) if each.clock not in row.over]
    rows.change(INCIDENT, row.code, **{"over": [*row.over, *passed], **changes})
    rows.add(INCIDENT_EVENT, incident=row.code, event_id=event.id)
