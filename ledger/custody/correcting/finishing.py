"""Finish: all that a correction touches has flowed again; from here on nothing of it is due."""

from __future__ import annotations

from typing import Any

from ledger.custody.correcting.entitled import REFLOWED_BY
from ledger.custody.refusals import NothingToReflow
from ledger.custody.tables import CORRECTION, LOT, LOT_EVENT
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Whole
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows

KIND = "correction.finished.v1"
DONE = "done"


def needs(entry: Entry) -> Needs:
    return Needs(change={LOT: [entry["lot"]]}, read={CORRECTION: [entry["lot"]]})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses nothing_to_reflow: there is no such correction."""
    if entry["correction"] not in {each.event_id for each in rows.of(CORRECTION, entry["lot"])}:
        raise NothingToReflow(lot=entry["lot"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Say beside the correction that it is done; its own line stays as it was written."""
    rows.add(
        CORRECTION,
        lot=event["lot"],
        event_id=event.id,
        corrects=event["correction"],
        was={},
        now={"touched": event["touched"]},
        reason="finished",
        first=REFLOWED_BY,
        flow=DONE,
    )
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)


deed(
    KIND,
    about="Everything downstream of a correction has been counted again.",
    schema={
        "lot": Code(kind="P", about="The lot that was corrected."),
        "correction": Whole(least=1, about="Number of the event that put the correction in force."),
        "touched": Whole(about="How many lots were counted again."),
    },
    example={"lot": "P00000019", "correction": 1203, "touched": 14},
    needs=needs,
    check=check,
    apply=apply,
    by_hand=False,
)
