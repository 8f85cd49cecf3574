"""Open and withdraw: a finding is followed through the ore from one event on, until another takes it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Refused
from ledger.risk.tainting.tables import TAINT

OPENED, WITHDRAWN = "taint.opened.v1", "taint.withdrawn.v1"
RED_ORDER, INCIDENT, HIT, TAG = "red_order", "incident", "hit", "tag"
WHY = (RED_ORDER, INCIDENT, HIT, TAG)


class TaintUnknown(Refused):
    code = "taint_unknown"


def needs_opened(entry: Entry) -> Needs:
    return Needs(create={TAINT: [entry.key]})


def apply_opened(event: Event, rows: Rows) -> None:
    """Open the finding under the key of its event."""
    rows.add(
        TAINT,
        key=event.key,
        why=event["why"],
        subject=event["subject"],
        since=_day(event.get("since")),
        until=_day(event.get("until")),
        cause=event["cause"],
        rule=event["rule"],
        lots=event["lots"],
        grams=event["grams"],
        opened_on=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def needs_withdrawn(entry: Entry) -> Needs:
    return Needs(change={TAINT: [entry["taint"]]})


def check_withdrawn(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses taint_unknown: there is none, or it was withdrawn before."""
    taint = rows.get(TAINT, entry["taint"])
    if taint is None or taint.withdrawn_on is not None:
        raise TaintUnknown(taint=entry["taint"])
    return {}


def apply_withdrawn(event: Event, rows: Rows) -> None:
    """Close the finding; it stays in the book."""
    day = date.fromisoformat(event.local_date)
    rows.change(TAINT, event["taint"], withdrawn_on=day, withdrawn_event=event.id)


deed(
    OPENED,
    about="A finding is followed through the ore: every lot, load and export that it touches.",
    schema={
        "why": Choice(of=WHY, about="A Red order, an incident, a confirmed hit, or a tag called back or used twice."),
        "subject": Words(most=9, about="Code of the place, party or lot where it begins."),
        "since": Day(required=False, about="Ore dug, or held, from this day on; all of it without one."),
        "until": Day(required=False, about="Until this day."),
        "cause": Words(most=36, about="Key of the entry that found it."),
        "rule": Words(most=20, about="ID of the rule by which it is followed."),
        "lots": Whole(about="Lots that it touched when it was opened."),
        "grams": Whole(about="Grams of it in lots that were not used up then."),
    },
    example={
        "why": "red_order",
        "subject": "S0000001Z",
        "since": "2026-11-03",
        "cause": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11",
        "rule": "MINE-06",
        "lots": 3,
        "grams": 137_400,
    },
    needs=needs_opened,
    apply=apply_opened,
    by_hand=False,
)
deed(
    WITHDRAWN,
    about="A finding that was followed is taken back.",
    schema={
        "taint": Words(most=36, about="Key of the finding that is followed."),
        "reason": Words(most=40, pattern="[a-z_]+", about="Why, as a code."),
    },
    example={"taint": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "reason": "cause_withdrawn"},
    needs=needs_withdrawn,
    check=check_withdrawn,
    apply=apply_withdrawn,
    by_hand=False,
)
