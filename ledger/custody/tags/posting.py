"""Postings of the tag book: how many numbers of a series came to a holder or left it, and why.

A book is a series with a holder. It holds what is still in boxes and what is issued but not yet on a bag, so that
opening + in = out + closing can be counted on a shelf.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.custody.stock_tables import TAG_MOVE
from ledger.deeds.rows import Rows

STOCKED, RECEIVED, ALLOCATED, APPLIED = "stocked", "received", "allocated", "applied"
TAKEN_OUT, ISSUED_OUT = "taken_out", "issued"
"""An issue moves numbers within the book of one holder, from the box to the booklet: out and in, nothing in sum."""
GONE_BACK, CAME_BACK = "returned", "came_back"
VOIDED, LOST, STOLEN = "void", "lost", "stolen"
CAME = (STOCKED, RECEIVED, CAME_BACK)
WENT = (ALLOCATED, APPLIED, VOIDED, LOST, STOLEN, GONE_BACK)


def book_of(series: str, holder: str) -> str:
    """Return the name of the book of a series with a holder."""
    return f"{series}/{holder}"


def apply_tag_move(
    event: Any, rows: Rows, *, series: str, holder: str, place: str | None, cause: str, number: int
) -> None:
    """Post a signed number of tags of a series, which lie at a place or at none of ours, to the book of a holder."""
    book = book_of(series, holder)
    part = sum(1 for move in rows.so_far(TAG_MOVE, book) if move.event_id == event.id)
    rows.add(
        TAG_MOVE,
        book=book,
        series=series,
        holder=holder,
        place=place,
        cause=cause,
        number=number,
        on_day=date.fromisoformat(event.local_date),
        event_id=event.id,
        part=part,
    )


def apply_gone(event: Any, rows: Rows, tags: Iterable[Any], cause: str) -> None:
    """Post tags (their rows) out of the books that have them; a number of no series stands in no book."""
    gone = Counter((tag.series, tag.holder, tag.place) for tag in tags if tag.series and tag.holder)
    for (series, holder, place), number in sorted(gone.items()):
        apply_tag_move(event, rows, series=series, holder=holder, place=place, cause=cause, number=-number)


def unused_at(moves: Iterable[Any], place: str) -> int:
    """Return how many tags of a book lie at a place: in boxes there, and issued there and on no bag."""
    return sum(move.number for move in moves if move.place == place)
