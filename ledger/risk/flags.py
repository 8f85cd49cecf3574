"""Raise and clear: a flag is an event, so that "as known then" holds for worries too (law 5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Numbers, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Refused
from ledger.risk.tables import FLAG

RAISED, CLEARED = "flag.raised.v1", "flag.cleared.v1"
UNKNOWN = "unknown"
SEVERITIES = ("stop", "hold", "warn", UNKNOWN)
"""A hard rule stops; what is to be reviewed is held; the rest warns, or says that nobody knows."""


GONE, CHANGED = "no_longer_true", "changed"
"""Why a flag was cleared: its finding is gone, or goes on with other numbers under another flag."""


class FlagUnknown(Refused):
    code = "flag_unknown"


def raised_needs(entry: Entry) -> Needs:
    return Needs(create={FLAG: [entry.key]})


def apply_raised(event: Event, rows: Rows) -> None:
    """Open the flag under the key of its event."""
    rows.add(
        FLAG,
        key=event.key,
        rule=event["rule"],
        version=event["version"],
        subject=event["subject"],
        severity=event["severity"],
        category=event["category"],
        evidence=event["evidence"],
        grams=event.get("grams"),
        entry=event.get("entry"),
        raised_on=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


def cleared_needs(entry: Entry) -> Needs:
    return Needs(change={FLAG: [entry["flag"]]})


def check_cleared(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses flag_unknown: there is no such flag, or it was cleared before."""
    flag = rows.get(FLAG, entry["flag"])
    if flag is None or flag.cleared_on is not None:
        raise FlagUnknown(flag=entry["flag"])
    return {}


def apply_cleared(event: Event, rows: Rows) -> None:
    """Close the flag; it stays in the book."""
    day = date.fromisoformat(event.local_date)
    rows.change(FLAG, event["flag"], cleared_on=day, cleared_event_id=event.id, cleared_because=event["reason"])


deed(
    RAISED,
    about="A rule worries about a place, lot or party.",
    schema={
        "rule": Words(most=20, about="ID of the rule."),
        "version": Whole(least=1, most=1_000, about="Version of the rule."),
        "subject": Words(most=9, about="Code of the place, lot or party."),
        "severity": Choice(of=SEVERITIES, about="How much it weighs."),
        "category": Words(most=20, about="OECD Annex II paragraph, or operational."),
        "evidence": Numbers(about="The numbers behind it."),
        "grams": Whole(required=False, about="Grams affected when it was raised."),
        "entry": Words(required=False, most=36, about="Key of the entry that brought it; none where time did."),
        "position": Whole(required=False, about="How many positions of the log the rule had seen."),
    },
    example={
        "rule": "PLAU-06",
        "version": 1,
        "subject": "S0000001Z",
        "severity": "warn",
        "category": "operational",
        "evidence": {"visited_on": "2026-04-19", "limit_months": 6},
    },
    needs=raised_needs,
    apply=apply_raised,
    by_hand=False,
)
deed(
    CLEARED,
    about="A worry no longer holds.",
    schema={
        "flag": Words(most=36, about="Key of the flag."),
        "reason": Words(most=40, pattern="[a-z_]+", about="Why, as a code."),
    },
    example={"flag": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "reason": "no_longer_true"},
    needs=cleared_needs,
    check=check_cleared,
    apply=apply_cleared,
    by_hand=False,
)
