"""Allocate: consecutive numbers off the front of a parcel become a parcel of another party, with a waybill."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_party, known_place
from ledger.custody.refusals import CodeTaken
from ledger.custody.stock_tables import ALLOCATED as ALLOCATED_STATE
from ledger.custody.stock_tables import TAG_COUNT, TAG_MOVE, TAG_PARCEL, TAG_SERIES
from ledger.custody.tags.finding import parcel_to_take_from
from ledger.custody.tags.opening import SERIES_CODE
from ledger.custody.tags.posting import ALLOCATED, RECEIVED, apply_tag_move, book_of, unused_at
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Whole, Words
from ledger.deeds.guards import works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY, PLACE
from ledger.reference.parameters import parameter
from ledger.standing.reading import CAPACITY, live
from ledger.standing.tables import STANDING

KIND = "tags.allocated.v1"
SCHEMA = {
    "series": SERIES_CODE,
    "parcel": Code(kind="B", about="The parcel that they are taken from, at its front."),
    "to_parcel": Code(kind="B", about="The code of the new parcel, made by the writer."),
    "number": Whole(least=1, most=100_000, about="How many consecutive numbers."),
    "to": Code(kind="Q", about="Who answers for them from now on."),
    "place": Code(kind="S", about="The place where they shall be used or kept."),
    "waybill": Words(group="trade", required=False, most=60, about="Number of the waybill they travel with."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={TAG_PARCEL: [entry["parcel"]]},
        create={TAG_PARCEL: [entry["to_parcel"]]},
        rely_on={TAG_SERIES: [entry["series"]], PARTY: [entry["to"]], PLACE: [entry["place"]]},
        read={
            STANDING: [entry["place"]],
            TAG_COUNT: [entry["series"]],
            TAG_MOVE: [book_of(entry["series"], entry["to"])],
        },
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party, unknown_place."""
    known_party(entry, rows, "to")
    known_place(entry, rows)


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, unknown_parcel, not_tag_holder, parcel_not_ready, parcel_short."""
    if rows.get(TAG_PARCEL, entry["to_parcel"]) is not None:
        raise CodeTaken(parcel=entry["to_parcel"])
    parcel = parcel_to_take_from(entry, rows, entry.actor.roles, entry["number"])
    if parcel.holder == entry["to"] and parcel.place == entry["place"]:
        raise BadEntry("there_already", "facts.to", "another party, or another place of the same")
    book = rows.so_far(TAG_MOVE, book_of(parcel.series, entry["to"]))
    return {"first": parcel.next, **plausible(entry, rows, unused_at(book, entry["place"]))}


@works_out("TAG-05", on=KIND, source="domain/custody_3t.md §6", otherwise={})
def plausible(entry: Entry, rows: Rows, unused: int) -> dict[str, Any]:
    """Compares an allocation with the bags that its place can plausibly fill in a month, less what is unused."""
    day, place = entry.moment.date(), rows.get(PLACE, entry["place"])
    grams = monthly_grams(rows.of(STANDING, entry["place"]), day)
    if grams is None:
        return {"unused": unused}
    bags = grams // parameter("tag_bag_g", day, place.country)
    allowed = max(0, bags * parameter("tag_allocation_ppm", day, place.country) // 1_000_000 - unused)
    return {"unused": unused, "bags": bags, "allowed": allowed, "over": max(0, entry["number"] - allowed)}


def monthly_grams(statements: list[Any], day: date) -> int | None:
    """Return what a place can yield in a month as last set for each ore; None where nobody has set it."""
    newest: dict[str, Any] = {}
    said = [each for each in live(statements) if each.topic == CAPACITY and each.valid_from <= day]
    for each in sorted(said, key=lambda each: (each.valid_from, each.event_id)):
        newest[each.value] = each
    return sum(each.terms["grams"] for each in newest.values()) if newest else None


def apply(event: Event, rows: Rows) -> None:
    """Carve the new parcel off, and post it out of one book into the other."""
    parcel, number, first = rows.get(TAG_PARCEL, event["parcel"]), event["number"], event.resolved["first"]
    rows.change(TAG_PARCEL, parcel.code, next=first + number)
    rows.add(
        TAG_PARCEL,
        code=event["to_parcel"],
        series=parcel.series,
        first=first,
        next=first,
        last=first + number - 1,
        state=ALLOCATED_STATE,
        holder=event["to"],
        place=event["place"],
        over=event.resolved.get("over"),
        event_id=event.id,
    )
    before, now = {"holder": parcel.holder, "place": parcel.place}, {"holder": event["to"], "place": event["place"]}
    apply_tag_move(event, rows, series=parcel.series, **before, cause=ALLOCATED, number=-number)
    apply_tag_move(event, rows, series=parcel.series, **now, cause=RECEIVED, number=number)


deed(
    KIND,
    about="Tags are allocated to a party at a place.",
    schema=SCHEMA,
    example={
        "series": "CD-MINE-26",
        "parcel": "B0000001M",
        "to_parcel": "B0000002J",
        "number": 400,
        "to": "Q0000001H",
        "place": "S0000001Z",
        "waybill": "W-2026-118",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
