"""Refuse and return: a consignee turns a delivery away, and the sender takes it back into his own place."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.arrivals import ON_ITS_WAY, known_consignment, still_coming
from ledger.custody.finding import known_place, own_place, zone_of_place
from ledger.custody.moving import apply_handed_over
from ledger.custody.refusals import ConsignmentClosed, NotConsignee, NotRefused, NotSender
from ledger.custody.tables import (
    CAME_BACK,
    CONSIGNMENT,
    LOT,
    LOT_EVENT,
    OPEN,
    PART_RECEIVED,
    SENT_BACK,
)
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE

REFUSED, RETURNED = "consignment.refused.v1", "consignment.returned.v1"
REASONS = ("weight", "grade", "seals", "tags", "papers", "damage", "origin", "not_ordered", "other")
CONSIGNMENT_FACT = Code(kind="C", about="The consignment.")


def refused_needs(entry: Entry) -> Needs:
    return Needs(change={CONSIGNMENT: [entry["consignment"]]}, rely_on={PARTY: [entry.actor.party]})


def returned_needs(entry: Entry) -> Needs:
    places = {PLACE: [entry["place"]], PARTY: [entry.actor.party]}
    return Needs(change={CONSIGNMENT: [entry["consignment"]]}, rely_on=places)


def needs_more(entry: Entry, rows: Rows) -> Needs:
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    return Needs(change={LOT: consignment.lots}) if consignment else Needs()


@guard("CUST-01", on=REFUSED)
def only_the_consignee_refuses(entry: Entry, rows: Rows) -> None:
    """Only the named consignee can turn a delivery away."""
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is not None and consignment.to_party != entry.actor.party:
        raise NotConsignee(consignment=entry["consignment"])


@guard("CUST-01", on=RETURNED)
def only_the_sender_takes_back(entry: Entry, rows: Rows) -> None:
    """What comes back comes back to its sender, and to nobody else."""
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is not None and consignment.from_party != entry.actor.party:
        raise NotSender(consignment=entry["consignment"])


def check_refused(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses consignment_closed; waits for a consignment not known yet."""
    consignment = known_consignment(entry, rows)
    if consignment.state not in ON_ITS_WAY:
        raise ConsignmentClosed(consignment=consignment.code, state=consignment.state)
    return {"heads": {code: rows.get(LOT, code).head for code in still_coming(consignment)}}


def check_returned(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_refused, consignment_closed, not_your_place; waits for a consignment not known yet.

    A bag that was missing at the receipt may come back without a refusal: it may never have left.
    """
    consignment = known_consignment(entry, rows)
    own_place(entry, rows)
    if consignment.state in {SENT_BACK, PART_RECEIVED}:
        return {"heads": {code: rows.get(LOT, code).head for code in still_coming(consignment)}}
    if consignment.state in ON_ITS_WAY:
        raise NotRefused(consignment=consignment.code)
    raise ConsignmentClosed(consignment=consignment.code, state=consignment.state)


def apply_refused(event: Event, rows: Rows) -> None:
    """Turn the rest of the consignment round: its lots stay the sender's, on the road."""
    consignment = rows.get(CONSIGNMENT, event["consignment"])
    rows.change(CONSIGNMENT, consignment.code, state=SENT_BACK, ended_by=event.actor, ended_event=event.id)
    for lot in still_coming(consignment):
        rows.change(LOT, lot, head=event.key)
        rows.add(LOT_EVENT, lot=lot, event_id=event.id)


def apply_returned(event: Event, rows: Rows) -> None:
    """Close the consignment; its lots are open again at the sender's place."""
    consignment = rows.get(CONSIGNMENT, event["consignment"])
    rows.change(
        CONSIGNMENT,
        consignment.code,
        state=CAME_BACK,
        ended_on=date.fromisoformat(event.local_date),
        ended_by=event.actor,
        ended_event=event.id,
    )
    for lot in still_coming(consignment):
        apply_handed_over(event, rows, rows.get(LOT, lot), place=event["place"], gone="handed_over", came="returned")
        rows.change(LOT, lot, place=event["place"], state=OPEN, consignment=None, head=event.key)
        rows.add(LOT_EVENT, lot=lot, event_id=event.id)


deed(
    REFUSED,
    about="The consignee refuses a delivery, or what is left of it.",
    schema={
        "consignment": CONSIGNMENT_FACT,
        "reason": Choice(of=REASONS, about="Why."),
        "note": Words(group="notes", required=False, most=500, about="A remark."),
    },
    example={"consignment": "C0000001W", "reason": "seals"},
    needs=refused_needs,
    needs_more=needs_more,
    check=check_refused,
    apply=apply_refused,
)
deed(
    RETURNED,
    about="A refused delivery is back at its sender's.",
    schema={
        "consignment": CONSIGNMENT_FACT,
        "place": Code(kind="S", about="The sender's place where it now is."),
        "note": Words(group="notes", required=False, most=500, about="A remark."),
    },
    example={"consignment": "C0000001W", "place": "S0000001Z"},
    needs=returned_needs,
    needs_more=needs_more,
    known=known_place,
    check=check_returned,
    apply=apply_returned,
    zone=zone_of_place,
)
