"""Receive: the consignee takes over what was dispatched; the other half of a hand-over (CUST-01)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_place, own_place, zone_of_place
from ledger.custody.licence_questions import relied_on
from ledger.custody.moving import apply_handed_over
from ledger.custody.refusals import ConsignmentClosed, HeadMoved, NotConsignee
from ledger.custody.relying import standing_and_rules
from ledger.custody.tables import CONSIGNMENT, HAND, LOT, LOT_EVENT, OPEN, RECEIVED, SENT
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Waits
from ledger.parties.tables import PARTY, PLACE

KIND = "consignment.received.v1"
SCHEMA = {
    "consignment": Code(kind="C", about="The consignment received."),
    "place": Code(kind="S", about="The receiver's place where it now is."),
    "weighed_g": grams("Net grams of all lots together on the receiver's scale: an observation.", required=False),
    "note": Words(group="notes", required=False, most=500, about="A remark: seals, damage."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={CONSIGNMENT: [entry["consignment"]]},
        rely_on={PLACE: [entry["place"]], PARTY: [entry.actor.party]},
    )


def needs_more(entry: Entry, rows: Rows) -> Needs:
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is None:
        return Needs()
    rules = standing_and_rules(rows, [consignment.from_party, entry.actor.party], [entry["place"]])
    return Needs(
        change={LOT: consignment.lots},
        rely_on={PARTY: [consignment.from_party], PLACE: [consignment.from_place]},
        read=rules.read,
    )


@guard("CUST-01", on=KIND)
def only_the_consignee_receives(entry: Entry, rows: Rows) -> None:
    """A hand-over has two sides: what one party dispatched only the named consignee can receive."""
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is not None and consignment.to_party != entry.actor.party:
        raise NotConsignee(consignment=entry["consignment"])


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses consignment_closed, not_your_place, head_moved; waits for a consignment not known yet."""
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is None:
        raise Waits("unknown_consignment", [entry["consignment"]], consignment=entry["consignment"])
    if consignment.state != SENT:
        raise ConsignmentClosed(consignment=consignment.code, state=consignment.state)
    own_place(entry, rows)
    heads = {code: _head(entry, rows, code) for code in consignment.lots}
    return {"heads": heads, **relied_on(entry, rows)}


def _head(entry: Entry, rows: Rows, code: str) -> str:
    lot = rows.get(LOT, code)
    named = entry.heads.get(code, lot.head)
    if named != lot.head:
        if rows.recorded.get(named) != "recorded":
            raise Waits("unknown_head", [named], lot=code, field=f"heads.{code}")
        raise HeadMoved(lot=code, named=named, head=lot.head)
    return str(lot.head)


def apply(event: Event, rows: Rows) -> None:
    """Close the consignment; its lots are open again, held by the receiver."""
    consignment = rows.get(CONSIGNMENT, event["consignment"])
    rows.change(CONSIGNMENT, consignment.code, state=RECEIVED, ended_on=date.fromisoformat(event.local_date))
    for lot in consignment.lots:
        apply_handed_over(event, rows, rows.get(LOT, lot), place=event["place"], gone="handed_over", came="received")
        rows.change(LOT, lot, holder=event.party, place=event["place"], state=OPEN, consignment=None, head=event.key)
        rows.add(HAND, party=event.party, lot=lot, event_id=event.id, as_what="holder")
        rows.add(LOT_EVENT, lot=lot, event_id=event.id)


deed(
    KIND,
    about="The consignee receives a consignment.",
    schema=SCHEMA,
    example={"consignment": "C0000001W", "place": "S0000002X", "weighed_g": 45_750},
    needs=needs,
    needs_more=needs_more,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
