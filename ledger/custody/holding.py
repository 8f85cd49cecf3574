"""Hold and release: a lot may not be bought, sent or blended while a question is open. The head does not move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from ledger.custody.finding import known_lot
from ledger.custody.refusals import NotOnHold
from ledger.custody.tables import LOT, LOT_EVENT
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.deeds.system import system_entry

HELD, RELEASED = "lot.held.v1", "lot.released.v1"
LOT_FACT = Code(kind="P", about="The lot.")
RULE_FACT = Words(most=20, pattern=r"[A-Z0-9-]+(\.[ivx]+)?", about="ID of the rule, for example TAG-02.")


def needs(entry: Entry) -> Needs:
    return Needs(change={LOT: [entry["lot"]]})


def check_held(entry: Entry, rows: Rows) -> dict[str, object]:
    """Waits for a lot that is not known yet."""
    known_lot(rows, entry["lot"])
    return {}


def check_released(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses not_on_hold."""
    if not known_lot(rows, entry["lot"]).on_hold:
        raise NotOnHold(lot=entry["lot"])
    return {}


def apply_held(event: Event, rows: Rows) -> None:
    """Put the lot on hold."""
    rows.change(LOT, event["lot"], on_hold=True)
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)


def apply_released(event: Event, rows: Rows) -> None:
    """Let the lot go on."""
    rows.change(LOT, event["lot"], on_hold=False)
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)


def held_at_once(lot: str, rules: Iterable[str], cause: str, moment: datetime) -> list[Entry]:
    """Return the holds that a recorded entry brings upon its own lot; their keys follow from the cause's."""
    return [
        system_entry(
            str(uuid5(NAMESPACE_URL, f"hold:{rule}:{cause}")), HELD, {"lot": lot, "rule": rule, "entry": cause}, moment
        )
        for rule in rules
    ]


deed(
    HELD,
    about="A lot goes on hold until somebody answers for it.",
    schema={
        "lot": LOT_FACT,
        "rule": RULE_FACT,
        "entry": Words(required=False, most=36, about="Key of the entry that caused it."),
        "note": Words(group="notes", required=False, most=500, about="A remark."),
    },
    example={"lot": "P00000019", "rule": "TAG-02"},
    needs=needs,
    check=check_held,
    apply=apply_held,
)
deed(
    RELEASED,
    about="A hold is lifted, with a reason.",
    schema={"lot": LOT_FACT, "note": Words(group="notes", most=500, about="Why it may go on.")},
    example={"lot": "P00000019", "note": "Second bag found to carry a misread tag."},
    needs=needs,
    check=check_released,
    apply=apply_released,
)
