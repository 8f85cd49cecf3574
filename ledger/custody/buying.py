"""Buy: a depot takes over a lot from the people who dug it."""

from __future__ import annotations

from typing import Any

from ledger.custody.finding import known_lot, known_place, open_lot, own_place, zone_of_place
from ledger.custody.licence_questions import relied_on
from ledger.custody.moving import apply_handed_over
from ledger.custody.refusals import NotFromProducer, NotHolder
from ledger.custody.relying import standing_and_rules
from ledger.custody.tables import HAND, LOT, LOT_EVENT
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Whole, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.kinds import is_producer
from ledger.parties.tables import PARTY, PLACE

KIND = "lot.bought.v1"
SCHEMA = {
    "lot": Code(kind="P", about="The lot bought."),
    "place": Code(kind="S", about="The depot of the buyer where the lot now is."),
    "seller": Code(kind="Q", group="trade", required=False, about="Who sells; must be the holder."),
    "price_minor": Whole(group="trade", required=False, about="Price of the lot in minor units (cents)."),
    "currency": Words(group="trade", required=False, pattern="[A-Z]{3}", most=3, about="ISO 4217 code."),
    "receipt": Words(group="trade", required=False, most=60, about="Number of the purchase slip."),
}


def needs(entry: Entry) -> Needs:
    sellers = [entry["seller"]] if "seller" in entry.facts else []
    return Needs(change={LOT: [entry["lot"]]}, rely_on={PLACE: [entry["place"]], PARTY: [entry.actor.party, *sellers]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    lot = rows.get(LOT, entry["lot"])
    # the entry of this batch that makes a new lot brings what is asked about its holder
    holders = [] if lot is None else [lot.holder]
    return Needs(
        rely_on={PARTY: holders},
        read=standing_and_rules(rows, [*holders, entry.actor.party], [entry["place"]]).read,
    )


@guard("CUST-01", on=KIND)
def bought_from_who_dug_it(entry: Entry, rows: Rows) -> None:
    """Only ore of a cooperative or miner is bought at the counter; between traders it takes dispatch and receipt."""
    lot = known_lot(rows, entry["lot"])
    seller = _party(rows, lot.holder)
    if lot.holder != entry.actor.party and not (seller and is_producer(seller)):
        raise NotFromProducer(lot=lot.code)


def _party(rows: Rows, code: str) -> Any | None:
    return rows.get(PARTY, code) if rows.holds(PARTY, code) else None


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_holder, not_your_place, head_moved, lot_closed, lot_on_hold."""
    own_place(entry, rows)
    lot = open_lot(entry, rows, entry["lot"], holder=entry.get("seller"))
    if lot.holder == entry.actor.party:
        raise NotHolder(lot=lot.code, already_yours=True)
    return {"heads": {lot.code: lot.head}, **relied_on(entry, rows)}


def apply(event: Event, rows: Rows) -> None:
    """Hand the lot to the buyer, at the buyer's depot."""
    lot = event["lot"]
    apply_handed_over(event, rows, rows.get(LOT, lot), place=event["place"], gone="sold", came="bought")
    rows.change(LOT, lot, holder=event.party, place=event["place"], head=event.key)
    rows.add(HAND, party=event.party, lot=lot, event_id=event.id, as_what="holder")
    rows.add(LOT_EVENT, lot=lot, event_id=event.id)


deed(
    KIND,
    about="A depot buys a lot from a cooperative or miner.",
    schema=SCHEMA,
    example={"lot": "P00000019", "place": "S0000002X", "price_minor": 41_220, "currency": "USD"},
    needs=needs,
    needs_more=needs_more,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
