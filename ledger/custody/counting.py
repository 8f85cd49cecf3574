"""Count: two people count the ore of one mineral at a place; the book says beside it what should be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ledger.custody.correcting.entitled import may_sign
from ledger.custody.finding import known_place, own_place, zone_of_place
from ledger.custody.models import Lot
from ledger.custody.refusals import LotNotHere
from ledger.custody.signing import apply_or_propose, second_signer, signable
from ledger.custody.stock_tables import PROPOSAL, STOCK_COUNT
from ledger.custody.tables import LOT, OPEN
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Parts, Whole, Words, grams
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter

KIND = "stock.counted.v1"
LINE = Parts(
    about="One lot as it was found; 0 where it is not there.",
    of={"lot": Code(kind="P", about="The lot."), "counted_g": Whole(unit="grams", about="Net wet grams found.")},
)
SCHEMA = {
    "place": Code(kind="S", about="The depot, store or plant."),
    "mineral": Choice(of=tuple(MINERALS), about="The ore that was counted."),
    "counted_g": grams("Net wet grams found, in all.", least=0, most=100_000_000_000),
    "lots": Lines(each=LINE, required=False, about="The lots one by one, where they were counted so."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]]}, create={PROPOSAL: [entry.key]}, rely_on={LOT: _lots(entry)})


def effect_needs(said: Any) -> Needs:
    return Needs(change={PLACE: [said["place"]]}, rely_on={LOT: _lots(said)})


def _lots(said: Any) -> list[str]:
    return sorted(line["lot"] for line in said.get("lots") or [])


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_your_place, lot_not_here, lots that do not add up; resolves what the book says and who must sign."""
    own_place(entry, rows)
    for code in _lots(entry):
        lot = rows.get(LOT, code)
        here = lot is not None and (lot.place, lot.mineral, lot.state) == (entry["place"], entry["mineral"], OPEN)
        if not here or lot.holder != entry.actor.party:
            raise LotNotHere(lot=code)
    lines = entry.get("lots") or []
    if len({line["lot"] for line in lines}) < len(lines):
        raise BadEntry("fact_doubled", "facts.lots", "no lot twice")
    if lines and sum(line["counted_g"] for line in lines) != entry["counted_g"]:
        raise BadEntry("lots_do_not_add_up", "facts.counted_g", "the sum of the lots")
    book_g = book(entry["place"], entry["mineral"], entry.actor.party)
    return {"book_g": book_g, "signers": parameter("count_signers", entry.moment.date())}


def book(place: str, mineral: str, party: str) -> int:
    """Return the grams that lie at a place by the book, when it was counted: what is signed later does not move it."""
    lots = Lot.objects.filter(place=place, mineral=mineral, holder=party, state=OPEN)
    return sum(lots.values_list("mass_g", flat=True))


def check_effect(said: Any, rows: Rows) -> dict[str, Any]:
    """Nothing more to refuse: what was counted was counted."""
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the count until all have signed; what the book said is that of the moment of counting."""
    counted = replace(event, facts={**event.facts, "book_g": event.resolved["book_g"]})
    apply_or_propose(counted, rows, subject=event["place"])


def apply_effect(said: Any, rows: Rows) -> None:
    """Put the count beside the book; neither is changed by the other (law 4)."""
    rows.add(
        STOCK_COUNT,
        place=said["place"],
        mineral=said["mineral"],
        party=said.party,
        counted_g=said["counted_g"],
        book_g=said["book_g"],
        on_day=date.fromisoformat(said.local_date),
        first=said.actor,
        second=second_signer(said),
        event_id=said.id,
    )


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_effect, may_sign=may_sign)
deed(
    KIND,
    about="Two people count the ore of one mineral at a place.",
    schema=SCHEMA,
    example={
        "place": "S0000002X",
        "mineral": "cassiterite",
        "counted_g": 91_200,
        "lots": [{"lot": "P00000019", "counted_g": 45_700}, {"lot": "P00000027", "counted_g": 45_500}],
    },
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
