"""Bring in: stock from before the book began, counted and signed by two people, of unknown origin.

A depot or programme that starts today brings its ore in by this deed and no other. It says nothing of where the ore was
dug: only papers can, later. Seized and legacy stock is marked for good: it stays alone and can only shrink (SPEC-01).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_place, own_place, zone_of_place
from ledger.custody.moving import apply_move
from ledger.custody.refusals import CodeTaken, NotYourPlace
from ledger.custody.sectors import SECTORS
from ledger.custody.signing import apply_or_propose, signable
from ledger.custody.stock_tables import PROPOSAL
from ledger.custody.tables import HAND, LOT, LOT_EVENT, MASS_BALANCE, OPEN, ORIGIN, UNKNOWN_PLACE
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Lines, Parts, Whole, Words, grams
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.roles import DEPOT
from ledger.parties.tables import PARTY, PLACE
from ledger.reference.grades import ASSAYED, PRODUCTS
from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter
from ledger.standing.tables import STANDING
from ledger.units import PPM

KIND = "stock.brought_in.v1"
OPENING, LEGACY, SEIZED = "opening", "legacy", "seized"
MADE_AS = "opening"
"""How a lot that was brought in began, whatever kind of stock it is."""
COUNTED = Parts(
    about="One lot as it was counted.",
    of={
        "lot": Code(kind="P", about="Its code, made by the writer."),
        "mineral": Choice(of=tuple(MINERALS), about="Its ore."),
        "mass_g": grams("Its net wet mass as it was weighed in the count."),
        "product": Choice(of=PRODUCTS, required=False, about="What it is: ore, concentrate, and so on."),
        "sector": Choice(of=SECTORS, required=False, about="Artisanal or industrial, where papers say so."),
        "moisture_ppm": Whole(required=False, most=PPM - 1, unit="ppm", about="Water in the net wet mass."),
        "grade_of": Choice(of=ASSAYED, required=False, about="What the grade is a grade of: oxide or metal (MIN-03)."),
        "grade_ppm": Whole(required=False, most=PPM, unit="ppm", about="How much of it is in the dry ore."),
        "bags": Whole(required=False, least=1, most=100_000, about="How many bags it is."),
    },
)
SCHEMA = {
    "place": Code(kind="S", about="One's own place where the stock lies."),
    "stock": Choice(of=(OPENING, LEGACY, SEIZED), about="Trade stock of the first day, legacy stock, or seized stock."),
    "lots": Lines(each=COUNTED, about="The lots as they were counted."),
    "counted_on": Day(about="The day of the count."),
    "document": Words(
        required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the count's protocol as a paper."
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def effect_needs(said: Any) -> Needs:
    """Return what the stock needs to come in; `said` is an entry or a proposal."""
    return Needs(create={LOT: [each["lot"] for each in said["lots"]]})


def needs(entry: Entry) -> Needs:
    party = [entry.actor.party]
    return Needs(
        # what is only proposed writes no lot, so nothing but a look finds out that a code is taken
        rely_on={LOT: effect_needs(entry).create[LOT], PLACE: [entry["place"]], PARTY: party},
        create={PROPOSAL: [entry.key], **effect_needs(entry).create},
        read={STANDING: party},
    )


def effect_check(said: Any, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken."""
    codes = [each["lot"] for each in said["lots"]]
    for number, code in enumerate(codes):
        if code in codes[:number] or rows.get(LOT, code) is not None:
            raise CodeTaken(lot=code)
    return {}


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_your_place, code_taken, a count of a day to come; resolves how many people must sign."""
    place = own_place(entry, rows)
    if place.party is None:
        raise NotYourPlace(place=place.code)
    today = local_date(entry, KINDS[KIND], rows)
    if entry["counted_on"] > today:
        raise BadEntry("day_to_come", "facts.counted_on", "a day not after happened_at")
    signers = parameter("opening_stock_signers", date.fromisoformat(today), place.country)
    return {"signers": signers, **effect_check(entry, rows)}


def may_sign(actor: Actor, proposal: Any) -> bool:
    """The second person counts with the first: another hand of the same depot."""
    return actor.party == proposal.party and bool(actor.roles & DEPOT)


def apply_brought_in(said: Any, rows: Rows) -> None:
    """Open the lots, of unknown origin; what is special is marked for good."""
    special = said["stock"] if said["stock"] in (LEGACY, SEIZED) else None
    counted_on = date.fromisoformat(said["counted_on"])
    for each in said["lots"]:
        code, mass_g, mineral = each["lot"], each["mass_g"], each["mineral"]
        more = {name: each.get(name) for name in ("product", "sector", "moisture_ppm", "grade_of", "grade_ppm", "bags")}
        rows.add(
            LOT,
            code=code,
            mineral=mineral,
            mass_g=mass_g,
            holder=said.party,
            place=said["place"],
            state=OPEN,
            head=said.key,
            on_hold=False,
            opened_on=date.fromisoformat(said.local_date),
            made_as=MADE_AS,
            special=special,
            event_id=said.id,
            **more,
        )
        rows.add(ORIGIN, lot=code, place=UNKNOWN_PLACE, dug_on=counted_on, custody_model=MASS_BALANCE, grams=mass_g)
        book = {"party": said.party, "place": said["place"], "mineral": mineral}
        apply_move(said, rows, code, cause="opening", grams=mass_g, **book)
        rows.add(HAND, party=said.party, lot=code, event_id=said.id, as_what="holder")
        rows.add(LOT_EVENT, lot=code, event_id=said.id)


def apply(event: Event, rows: Rows) -> None:
    """Propose the stock; it is there once all have signed. What was counted stays with the lots, by the signature."""
    apply_or_propose(event, rows, subject=event["place"])
    if event.resolved["signers"] > 1:
        for each in event["lots"]:
            rows.add(LOT_EVENT, lot=each["lot"], event_id=event.id)


signable(KIND, needs=effect_needs, check=effect_check, apply=apply_brought_in, may_sign=may_sign)
deed(
    KIND,
    about="Stock from before the book is brought in, counted by two people, of unknown origin.",
    schema=SCHEMA,
    example={
        "place": "S0000002X",
        "stock": "opening",
        "lots": [{"lot": "P00000019", "mineral": "cassiterite", "mass_g": 1_250_000, "bags": 27}],
        "counted_on": "2026-11-20",
    },
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
