"""Hold and release: a lot may not be bought, sent or blended while a question is open. The head does not move.

A lot may be held for several reasons at once; each ends for itself. A release on a condition puts the lot under seals:
it may move, but is neither used up nor exported (HOLD-02), so that a hold does not starve those who dug it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.custody.finding import known_lot
from ledger.custody.refusals import HeldByYou, NotOnHold
from ledger.custody.tables import HOLD, LOT, LOT_EVENT
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Lines, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.deeds.system import system_entry
from ledger.reference.parameters import parameter

HELD, RELEASED = "lot.held.v1", "lot.released.v1"
LOT_FACT = Code(kind="P", about="The lot.")
RULE_FACT = Words(most=20, pattern=r"[A-Z0-9-]+(\.[ivx]+)?", about="ID of the rule, for example TAG-02.")
CAUSE_FACT = Words(required=False, most=36, about="Key of the entry or flag that caused it.")
MOST_SEALS = 20


def needs(entry: Entry) -> Needs:
    return Needs(change={LOT: [entry["lot"]]}, read={HOLD: [entry["lot"]]})


def check_held(entry: Entry, rows: Rows) -> dict[str, object]:
    """Waits for a lot that is not known yet; resolves the day by which somebody decides."""
    known_lot(rows, entry["lot"])
    return {"decide_by": entry.get("decide_by") or to_decide_by(entry)}


def to_decide_by(entry: Entry) -> str:
    """Return the day by which somebody decides about what an entry holds."""
    day = entry.moment.date()
    return (day + timedelta(days=parameter("hold_decide_days", day))).isoformat()


def lasting(rows: Rows, lot: str) -> list[Any]:
    """Return the holds of a lot that nobody has ended, those under seal too."""
    return [each for each in rows.of(HOLD, lot) if each.ended_on is None]


@guard("HOLD-01", on=RELEASED, source="ours, after domain/standards.md §1.3: released by a different named person")
def somebody_else_releases(entry: Entry, rows: Rows) -> None:
    """Whoever placed a hold does not lift it: another named person does, with the reason."""
    if any(each.placed_by == entry.actor.id for each in _meant(entry, rows)) and entry.actor.id != "system":
        raise HeldByYou(lot=entry["lot"])


def _meant(entry: Entry, rows: Rows) -> list[Any]:
    named = entry.get("hold")
    return [each for each in lasting(rows, entry["lot"]) if named in {None, each.key}]


def check_released(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses not_on_hold."""
    if not _meant(entry, rows) and not (entry.get("hold") is None and known_lot(rows, entry["lot"]).on_hold):
        raise NotOnHold(lot=entry["lot"])
    return {}


def apply_hold(event: Event, rows: Rows, lot: str, *, rule: str, cause: str | None = None) -> None:
    """Put a lot on hold, for one more reason."""
    rows.change(LOT, lot, on_hold=True)
    rows.add(LOT_EVENT, lot=lot, event_id=event.id)
    decide_by = event.resolved.get("decide_by")
    rows.add(
        HOLD,
        lot=lot,
        key=event.key,
        rule=rule,
        cause=cause,
        placed_by=event.actor,
        placed_on=date.fromisoformat(event.local_date),
        decide_by=date.fromisoformat(decide_by) if decide_by else None,
        event_id=event.id,
    )


def apply_held(event: Event, rows: Rows) -> None:
    """Put the lot on hold."""
    apply_hold(event, rows, event["lot"], rule=event["rule"], cause=event.get("entry"))


def apply_released(event: Event, rows: Rows) -> None:
    """End the hold that is named, or all; with seals it goes on as a condition. Others that are open stay."""
    lot, named, seals = event["lot"], event.get("hold"), event.get("seals")
    lines = []
    for each in sorted(rows.of(HOLD, lot), key=lambda hold: (hold.event_id, hold.key)):
        if each.ended_on is None and named in {None, each.key}:
            ended = {"ended_on": date.fromisoformat(event.local_date), "ended_event": event.id}
            each = each._replace(**({"seals": seals} if seals else {**ended, "ended_by": event.actor}))
        lines.append(each._asdict())
    rows.replace(HOLD, lot, lines)
    held = any(line["ended_on"] is None and not line["seals"] for line in lines)
    rows.change(LOT, lot, on_hold=held)
    rows.add(LOT_EVENT, lot=lot, event_id=event.id)


def held_at_once(lot: str, rules: Iterable[str], cause: str, moment: datetime) -> list[Entry]:
    """Return the holds that a recorded entry brings upon its own lot; their keys follow from the cause's."""
    return [
        system_entry(
            str(uuid5(NAMESPACE_URL, f"hold:{rule}:{cause}")), HELD, {"lot": lot, "rule": rule, "entry": cause}, moment
        )
        for rule in rules
    ]


def hold_entries(lots: Iterable[str], rule: str, cause: str, moment: datetime) -> list[Entry]:
    """Return the holds that one finding (a flag, an incident: its key) brings upon lots; a second run repeats them."""
    return [
        system_entry(hold_key(lot, rule, cause), HELD, {"lot": lot, "rule": rule, "entry": cause}, moment)
        for lot in sorted(set(lots))
    ]


def hold_key(lot: str, rule: str, cause: str) -> str:
    """Return the key of the hold that a finding brings upon a lot."""
    return str(uuid5(NAMESPACE_URL, f"hold:{rule}:{cause}:{lot}"))


def release_entries(holds: Iterable[Any], note: str, moment: datetime) -> list[Entry]:
    """Return the releases of these holds alone; other holds of the same lots stay. A second run repeats them."""
    return [
        system_entry(
            str(uuid5(NAMESPACE_URL, f"release:{each.lot}:{each.key}")),
            RELEASED,
            {"lot": each.lot, "hold": each.key, "note": note},
            moment,
        )
        for each in sorted(holds, key=lambda hold: (hold.lot, hold.key))
    ]


deed(
    HELD,
    about="A lot goes on hold until somebody answers for it.",
    schema={
        "lot": LOT_FACT,
        "rule": RULE_FACT,
        "entry": CAUSE_FACT,
        "decide_by": Day(required=False, about="The day by which somebody decides; else so many days on."),
        "note": Words(group="notes", required=False, most=500, about="A remark."),
    },
    example={"lot": "P00000019", "rule": "TAG-02"},
    needs=needs,
    check=check_held,
    apply=apply_held,
)
deed(
    RELEASED,
    about="A hold is lifted, with a reason; with seals, on the condition that the lot stays under them.",
    schema={
        "lot": LOT_FACT,
        "hold": Words(required=False, most=36, about="Key of the hold; without one all of the lot's holds end."),
        "seals": Lines(
            required=False,
            most=MOST_SEALS,
            each=Words(most=40, about="Number of a seal."),
            about="Seals under which the lot may move, but neither be used up nor exported.",
        ),
        "note": Words(group="notes", most=500, about="Why it may go on."),
    },
    example={"lot": "P00000019", "note": "Second bag found to carry a misread tag."},
    needs=needs,
    check=check_released,
    apply=apply_released,
)
