"""Void: a lot that was entered by mistake, and with which nothing was done, is no lot. Its tag goes void with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.correcting.entitled import head_as_seen, history_of, may_sign, own_lot, signers
from ledger.custody.moving import apply_move
from ledger.custody.refusals import LotInUse, LotWasMade, ValueMoved
from ledger.custody.signing import apply_or_propose, second_signer, signable
from ledger.custody.stock_tables import PROPOSAL
from ledger.custody.tables import CORRECTION, LOT, LOT_EVENT, OPEN, ORIGIN, TAG, VOID, VOIDED
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, TagNumber, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows

KIND = "lot.voided.v1"
SCHEMA = {
    "lot": Code(kind="P", about="The lot that never was."),
    "tag": TagNumber(required=False, about="Its tag, where it has one: it goes void too."),
    "reason": Words(most=200, about="Why, in words that anybody may read."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change=_change(entry), create={PROPOSAL: [entry.key]}, read=_read(entry))


def effect_needs(said: Any) -> Needs:
    return Needs(change=_change(said), read=_read(said))


def _change(said: Any) -> Any:
    return {LOT: [said["lot"]], **({TAG: [said["tag"]]} if said.get("tag") else {})}


def _read(said: Any) -> Any:
    return {ORIGIN: [said["lot"]], **history_of([said["lot"]])}


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_holder, head_moved, and what the effect refuses; resolves how many must sign."""
    lot = own_lot(entry, rows)
    head_as_seen(entry, lot, rows)
    check_effect(entry, rows)
    return {"heads": {lot.code: lot.head}, "signers": signers(entry, lot, rows, _last_own(lot, rows))}


def _last_own(lot: Any, rows: Rows) -> int:
    return int(max((each.event_id for each in rows.of(CORRECTION, lot.code)), default=lot.event_id))


def check_effect(said: Any, rows: Rows) -> dict[str, Any]:
    """Refuses lot_was_made, lot_in_use, value_moved."""
    lot = rows.get(LOT, said["lot"])
    if lot.made_by is not None:
        raise LotWasMade(lot=lot.code)
    if lot.state != OPEN:
        raise LotInUse(lot=lot.code, state=lot.state)
    if lot.tag != said.get("tag"):
        raise ValueMoved(lot=lot.code, stands_tag=lot.tag)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Void at once, or keep the proposal until a second person signs it."""
    if event.resolved["signers"] > 1:
        rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)
    apply_or_propose(event, rows, subject=event["lot"])


def apply_effect(said: Any, rows: Rows) -> None:
    """Take the lot out of its book, with its origins and its tag; the entry that opened it stays in the log."""
    lot = rows.get(LOT, said["lot"])
    apply_move(
        said,
        rows,
        lot.code,
        party=lot.holder,
        place=lot.place,
        mineral=lot.mineral,
        cause="voided",
        grams=-lot.mass_g,
    )
    rows.replace(ORIGIN, lot.code, [])
    rows.change(LOT, lot.code, state=VOIDED, head=said.key)
    if lot.tag:
        rows.change(TAG, lot.tag, state=VOID, ended_on=date.fromisoformat(said.local_date))
    rows.add(
        CORRECTION,
        lot=lot.code,
        event_id=said.id,
        corrects=lot.event_id,
        was={"state": lot.state},
        now={"state": VOIDED},
        reason=said["reason"],
        first=said.actor,
        second=second_signer(said),
    )
    rows.add(LOT_EVENT, lot=lot.code, event_id=said.id)


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_effect, may_sign=may_sign)
deed(
    KIND,
    about="A lot that was entered by mistake is void, and its tag with it.",
    schema=SCHEMA,
    example={"lot": "P00000019", "tag": "T00000018", "reason": "The bag was entered twice."},
    needs=needs,
    check=check,
    apply=apply,
)
