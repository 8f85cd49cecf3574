"""Postings: every deed says which book its grams leave and which they enter, so that any balance is a sum.

A book is a party at a place with a mineral; a place left empty is the road. Grams are signed, net and wet (law 4).
Over one deed that hands ore on, the postings add up to nothing; over one that makes lots, to its signed changes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.tables import IN_TRANSIT, MOVE
from ledger.deeds.entries import Event
from ledger.deeds.rows import Rows

ROAD = ""
COMES = ("dug", "opening", "imported", "bought", "received", "made", "returned")
GOES = ("sold", "sent", "handed_over", "used", "exported", "voided")


def apply_move(
    event: Event, rows: Rows, lot: str, *, party: str, place: str, mineral: str, cause: str, grams: int
) -> None:
    """Post signed grams of a lot to a book; nothing is posted for nothing."""
    if not grams:
        return
    on_day = date.fromisoformat(event.local_date)
    part = sum(1 for move in rows.so_far(MOVE, lot) if move.event_id == event.id)
    rows.add(
        MOVE,
        lot=lot,
        event_id=event.id,
        part=part,
        party=party,
        place=place,
        mineral=mineral,
        cause=cause,
        grams=grams,
        on_day=on_day,
    )


def apply_handed_over(event: Event, rows: Rows, lot: Any, *, place: str, gone: str, came: str) -> None:
    """Post a lot (its row before) out of the book that has it and into that of the event's party at a place."""
    said = {"mineral": lot.mineral}
    where = ROAD if lot.state == IN_TRANSIT else lot.place
    apply_move(event, rows, lot.code, party=lot.holder, place=where, cause=gone, grams=-lot.mass_g, **said)
    apply_move(event, rows, lot.code, party=event.party, place=place, cause=came, grams=lot.mass_g, **said)


def apply_sent(event: Event, rows: Rows, lot: Any) -> None:
    """Post a lot (its row before) from its place to the road; it stays the sender's."""
    said = {"party": lot.holder, "mineral": lot.mineral, "cause": "sent"}
    apply_move(event, rows, lot.code, place=lot.place, grams=-lot.mass_g, **said)
    apply_move(event, rows, lot.code, place=ROAD, grams=lot.mass_g, **said)
