"""Dispatch: the holder sends lots to another party; one half of a hand-over (CUST-01).

The tags travel as a list: it follows from the lots, and where the writer gives one it must be the same.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_party, known_place, open_lot
from ledger.custody.licence_questions import day_of, relied_on
from ledger.custody.moving import apply_sent
from ledger.custody.refusals import CodeTaken, ExpectedTooEarly, NotYourPlace, TagListDiffers
from ledger.custody.relying import standing_and_rules
from ledger.custody.tables import CONSIGNMENT, HAND, IN_TRANSIT, LOT, LOT_EVENT, SENT
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Lines, TagNumber, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE

KIND = "consignment.dispatched.v1"
SHA256 = "[0-9a-f]{64}"
SCHEMA = {
    "consignment": Code(kind="C", about="The code of the consignment, made by the writer."),
    "lots": Lines(each=Code(kind="P", about="A lot."), about="The lots sent, at most 400."),
    "to": Code(kind="Q", group="trade", about="Who shall receive them."),
    "destination": Code(kind="S", group="trade", about="The place of the receiver."),
    "waybill": Words(group="trade", required=False, most=60, about="Number of the waybill."),
    "vehicle": Words(group="position", required=False, most=40, about="Plate of the vehicle."),
    "tags": Lines(each=TagNumber(about="A tag."), required=False, about="The tags on the bags: exactly the lots' own."),
    "seals": Lines(
        each=Words(most=40, about="A seal."), group="trade", required=False, most=50, about="Numbers of the seals."
    ),
    "route": Lines(
        each=Words(most=80, about="A place or an ISO country."),
        group="position",
        required=False,
        most=30,
        about="The way, from place to place.",
    ),
    "carrier": Words(group="trade", required=False, most=120, about="Who carries it."),
    "expected_on": Day(required=False, about="The day on which it should arrive."),
    "gross_g": grams("What the load weighs with its bags, in grams.", required=False),
    "papers": Lines(
        each=Words(most=64, pattern=SHA256, about="SHA-256 of a paper."),
        group="trade",
        required=False,
        most=30,
        about="Papers that travel with it.",
    ),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={LOT: entry["lots"]},
        create={CONSIGNMENT: [entry["consignment"]]},
        rely_on={PARTY: [entry.actor.party, entry["to"]], PLACE: [entry["destination"]]},
    )


def needs_more(entry: Entry, rows: Rows) -> Needs:
    known_lots = (rows.get(LOT, code) for code in entry["lots"])
    from_places = sorted({lot.place for lot in known_lots if lot is not None})
    rules = standing_and_rules(rows, [entry.actor.party, entry["to"]], [entry["destination"]])
    return Needs(rely_on={PLACE: from_places}, read=rules.read)


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party, unknown_place."""
    known_party(entry, rows, "to")
    known_place(entry, rows, "destination")


@guard("CUST-01", on=KIND)
def tag_list_is_that_of_the_lots(entry: Entry, rows: Rows) -> None:
    """A tag list that travels with a consignment names the tags of its lots, all of them and no others."""
    lots = [rows.get(LOT, code) for code in entry["lots"]]
    # of a lot that is somebody else's, or not known yet, check speaks
    if not entry.get("tags") or any(lot is None or lot.holder != entry.actor.party for lot in lots):
        return
    given, own = set(entry["tags"]), {lot.tag for lot in lots if lot.tag}
    if given != own:
        raise TagListDiffers(missing=sorted(own - given), others=sorted(given - own))


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_your_place, code_taken, expected_too_early, and what open_lot refuses."""
    if rows.get(PLACE, entry["destination"]).party != entry["to"]:
        raise NotYourPlace(place=entry["destination"], party=entry["to"])
    if rows.get(CONSIGNMENT, entry["consignment"]) is not None:
        raise CodeTaken(consignment=entry["consignment"])
    lots = [open_lot(entry, rows, code, holder=entry.actor.party) for code in entry["lots"]]
    day = day_of(entry, rows).isoformat()
    if entry.get("expected_on", day) < day:
        raise ExpectedTooEarly(expected_on=entry["expected_on"], sent_on=day)
    tags = sorted(lot.tag for lot in lots if lot.tag)
    listed = {"tags": tags} if tags else {}
    return {"heads": {lot.code: lot.head for lot in lots}, **listed, **relied_on(entry, rows)}


def apply(event: Event, rows: Rows) -> None:
    """Open the consignment and put its lots on the way; they stay the sender's until received."""
    lots = sorted(event["lots"])
    rows.add(
        CONSIGNMENT,
        code=event["consignment"],
        from_party=event.party,
        to_party=event["to"],
        from_place=rows.get(LOT, lots[0]).place,
        to_place=event["destination"],
        lots=lots,
        state=SENT,
        event_id=event.id,
        sent_on=date.fromisoformat(event.local_date),
        sent_by=event.actor,
        expected_on=_day(event.get("expected_on")),
        seals=event.get("seals"),
    )
    for lot in lots:
        apply_sent(event, rows, rows.get(LOT, lot))
        rows.change(LOT, lot, state=IN_TRANSIT, consignment=event["consignment"], head=event.key)
        rows.add(HAND, party=event["to"], lot=lot, event_id=event.id, as_what="consignee")
        rows.add(LOT_EVENT, lot=lot, event_id=event.id)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


deed(
    KIND,
    about="The holder dispatches lots to another party.",
    schema=SCHEMA,
    example={"consignment": "C0000001W", "lots": ["P00000019"], "to": "Q0000001H", "destination": "S0000002X"},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
)
