"""Re-tag: a tag that broke or was lost on the way is replaced in the open, never silently (TAG-09)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_lot, known_place, zone_of_place
from ledger.custody.refusals import LotClosed, TagAlreadyUsed, TagOfOtherPlace, TagUnknown
from ledger.custody.tables import DAMAGED, IN_TRANSIT, ISSUED, LOST, LOT, LOT_EVENT, OPEN, TAG, USED, WEIGHING
from ledger.custody.tags.posting import APPLIED, apply_gone
from ledger.custody.tags.refusals import NotTagOfLot
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, TagNumber, Words, grams
from ledger.deeds.guards import works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE

KIND = "lot.retagged.v1"
SCHEMA = {
    "lot": Code(kind="P", about="The lot."),
    "old_tag": TagNumber(about="The number that was on the bag."),
    "new_tag": TagNumber(about="The number that is on it now."),
    "how": Choice(of=(DAMAGED, LOST), about="What became of the old tag."),
    "place": Code(kind="S", about="Where the new one was closed."),
    "weighed_g": grams("Net grams of the bag on the scale then: an observation.", most=100_000_000),
    "photo": Words(most=64, pattern="[0-9a-f]{64}", about="SHA-256 of a photo of the bag with its new tag."),
    "witness": Words(group="people", most=80, about="Who saw it."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={TAG: [entry["old_tag"], entry["new_tag"]], LOT: [entry["lot"]]}, rely_on={PLACE: [entry["place"]]}
    )


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses lot_closed, not_tag_of_lot, tag_unknown, tag_already_used, tag_of_other_place."""
    lot = known_lot(rows, entry["lot"])
    if lot.state not in {OPEN, IN_TRANSIT}:
        raise LotClosed(lot=lot.code, state=lot.state)
    old, new = rows.get(TAG, entry["old_tag"]), rows.get(TAG, entry["new_tag"])
    if old is None or lot.tag != old.code or old.state != USED:
        raise NotTagOfLot(lot=lot.code, tag=entry["old_tag"])
    if new is None:
        raise TagUnknown(tag=entry["new_tag"])
    if new.state != ISSUED:
        raise TagAlreadyUsed(tag=new.code, lot=new.lot, state=new.state)
    if new.place != entry["place"]:
        raise TagOfOtherPlace(tag=new.code)
    return {"book_g": lot.mass_g, **({"holds": list(holds)} if (holds := holds_of_retagging()) else {})}


@works_out("TAG-09", on=KIND, source="domain/custody_3t.md §6", otherwise=())
def holds_of_retagging() -> tuple[str, ...]:
    """A bag whose tag was replaced is held at once, until somebody has looked at photo, weight and witness."""
    return ("TAG-09",)


def apply(event: Event, rows: Rows) -> None:
    """Link the old number to the new, and the new to the lot. The lot's head stays: neither mass nor holder moved."""
    lot, old, new = rows.get(LOT, event["lot"]), event["old_tag"], rows.get(TAG, event["new_tag"])
    on_day = date.fromisoformat(event.local_date)
    apply_gone(event, rows, [new], APPLIED)
    rows.change(TAG, old, state=event["how"], ended_on=on_day, replaced_by=new.code)
    rows.change(TAG, new.code, state=USED, lot=lot.code)
    rows.change(LOT, lot.code, tag=new.code)
    rows.add(LOT_EVENT, lot=lot.code, event_id=event.id)
    rows.add(
        WEIGHING,
        lot=lot.code,
        event_id=event.id,
        step="retagging",
        place=event["place"],
        gross_g=event["weighed_g"],
        tare_g=0,
        net_g=event["weighed_g"],
        book_g=event.resolved["book_g"],
        sealed=False,
        on_day=on_day,
        operator=event.actor,
    )


deed(
    KIND,
    about="A bag gets a new tag for one that broke or was lost; the old number points to the new.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "old_tag": "T00000018",
        "new_tag": "T00000026",
        "how": "damaged",
        "place": "S0000002X",
        "weighed_g": 45_700,
        "photo": "9f" * 32,
        "witness": "A. Example, driver",
    },
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
