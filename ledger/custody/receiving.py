"""Receive: the consignee takes over what was dispatched; the other half of a hand-over (CUST-01).

A receipt that says nothing of single lots takes all of them. Otherwise each is said to have come or to be missing: what
is missing stays the sender's, on its way and on hold, until a further receipt brings it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.arrivals import (
    ON_ITS_WAY,
    arrived,
    known_consignment,
    seals_held,
    still_coming,
    unaccounted,
    weighed,
)
from ledger.custody.finding import known_place, own_place, zone_of_place
from ledger.custody.holding import apply_hold, to_decide_by
from ledger.custody.licence_questions import relied_on
from ledger.custody.moving import apply_handed_over
from ledger.custody.refusals import ConsignmentClosed, HeadMoved, LotsUnaccounted, NotConsignee, NothingCame
from ledger.custody.relying import standing_and_rules
from ledger.custody.tables import CONSIGNMENT, HAND, LOT, LOT_EVENT, OPEN, PART_RECEIVED, RECEIVED, WEIGHING
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Parts, TagNumber, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Waits
from ledger.parties.tables import PARTY, PLACE

KIND = "consignment.received.v1"
SEALS = ("intact", "broken", "absent", "other")
CAME = Parts(
    about="A lot that came.",
    of={
        "lot": Code(kind="P", about="The lot."),
        "weighed_g": grams("Net grams on the receiver's scale: an observation.", required=False, most=100_000_000),
    },
)
SURPLUS = Parts(
    about="A bag that nobody sent.",
    of={
        "tag": TagNumber(required=False, about="The tag on it."),
        "about": Words(required=False, most=200, about="What it looks like."),
        "grams": grams("What it weighs.", required=False, most=100_000_000),
    },
)
SEAL = Parts(
    about="A seal that was looked at.",
    of={"seal": Words(most=40, about="Its number."), "found": Choice(of=SEALS, about="How it was found.")},
)
SCHEMA = {
    "consignment": Code(kind="C", about="The consignment received."),
    "place": Code(kind="S", about="The receiver's place where it now is."),
    "weighed_g": grams("Net grams of all lots together on the receiver's scale: an observation.", required=False),
    "came": Lines(each=CAME, required=False, about="The lots that came; with the missing ones all that was sent."),
    "missing": Lines(each=Code(kind="P", about="A lot."), required=False, about="The lots that did not come."),
    "surplus": Lines(each=SURPLUS, group="trade", required=False, most=100, about="Bags that nobody sent."),
    "seals_found": Lines(each=SEAL, group="trade", required=False, most=50, about="How the seals were found."),
    "scale": Words(required=False, most=40, about="Number of the scale on which the lots were weighed."),
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


@guard("CUST-01", on=KIND)
def every_lot_is_accounted_for(entry: Entry, rows: Rows) -> None:
    """Of every lot on its way a receipt says whether it came or is missing; of no other lot does it say anything."""
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is None or consignment.state not in ON_ITS_WAY:
        return
    found = unaccounted(entry, still_coming(consignment))
    if found:
        raise LotsUnaccounted(consignment=consignment.code, **found)


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place, a lot said twice to have come, and a surplus bag that is not described."""
    known_place(entry, rows)
    lots = [each["lot"] for each in entry.get("came") or []]
    if len(set(lots)) < len(lots):
        raise BadEntry("fact_doubled", "facts.came", "no line twice")
    for number, bag in enumerate(entry.get("surplus") or []):
        if not bag.get("tag") and not bag.get("about"):
            raise BadEntry("surplus_unsaid", f"facts.surplus[{number}]", "its tag, or what it looks like")


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses consignment_closed, not_your_place, nothing_came, head_moved; waits for a consignment not known yet."""
    consignment = known_consignment(entry, rows)
    if consignment.state not in ON_ITS_WAY:
        raise ConsignmentClosed(consignment=consignment.code, state=consignment.state)
    own_place(entry, rows)
    came = arrived(entry, still_coming(consignment))
    if not came:
        raise NothingCame(consignment=consignment.code)
    heads = {code: _head(entry, rows, code) for code in came}
    missing = len(came) < len(still_coming(consignment))
    return {"heads": heads, **({"decide_by": to_decide_by(entry)} if missing else {}), **relied_on(entry, rows)}


def _head(entry: Entry, rows: Rows, code: str) -> str:
    lot = rows.get(LOT, code)
    named = entry.heads.get(code, lot.head)
    if named != lot.head:
        if rows.recorded.get(named) != "recorded":
            raise Waits("unknown_head", [named], lot=code, field=f"heads.{code}")
        raise HeadMoved(lot=code, named=named, head=lot.head)
    return str(lot.head)


def apply(event: Event, rows: Rows) -> None:
    """Hand over what came; what is missing stays the sender's, on its way and on hold."""
    consignment = rows.get(CONSIGNMENT, event["consignment"])
    expected, scales = still_coming(consignment), weighed(event)
    came = arrived(event, expected)
    missing = [code for code in expected if code not in set(came)]
    for lot in came:
        apply_handed_over(event, rows, rows.get(LOT, lot), place=event["place"], gone="handed_over", came="received")
        _apply_weighed(event, rows, rows.get(LOT, lot), scales.get(lot))
        rows.change(LOT, lot, holder=event.party, place=event["place"], state=OPEN, consignment=None, head=event.key)
        rows.add(HAND, party=event.party, lot=lot, event_id=event.id, as_what="holder")
        rows.add(LOT_EVENT, lot=lot, event_id=event.id)
    for lot in missing:
        apply_hold(event, rows, lot, rule="CUST-05")
    rows.change(
        CONSIGNMENT,
        consignment.code,
        state=PART_RECEIVED if missing else RECEIVED,
        ended_on=None if missing else date.fromisoformat(event.local_date),
        came=[*(consignment.came or []), *({"lot": lot, "grams": scales.get(lot)} for lot in came)],
        missing=missing,
        surplus=[*(consignment.surplus or []), *(event.get("surplus") or [])],
        ended_by=event.actor,
        ended_event=event.id,
    )


def _apply_weighed(event: Event, rows: Rows, lot: Any, net_g: int | None) -> None:
    """Keep what the receiver's scale showed of a lot; the book mass stays (law 4)."""
    if net_g is None:
        return
    rows.add(
        WEIGHING,
        lot=lot.code,
        event_id=event.id,
        step="receipt",
        place=event["place"],
        scale=event.get("scale"),
        gross_g=net_g,
        tare_g=0,
        net_g=net_g,
        book_g=lot.mass_g,
        sealed=seals_held(event),
        on_day=date.fromisoformat(event.local_date),
        operator=event.actor,
    )


deed(
    KIND,
    about="The consignee receives a consignment.",
    schema=SCHEMA,
    example={"consignment": "C0000001W", "place": "S0000002X", "weighed_g": 45_750},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
