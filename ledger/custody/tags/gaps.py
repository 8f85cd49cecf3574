"""TAG-06: what was counted against what the book says; who cannot account for tags gets no more of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.stock_tables import TAG_COUNT, TAG_PARCEL
from ledger.custody.tags.refusals import TagGap
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.reference.parameters import parameter

ON = ("tags.allocated.v1", "tag.issued.v1")


@guard("TAG-06", on=ON)
def accounts_for_its_tags(entry: Entry, rows: Rows) -> None:
    """A holder whose last count misses more than 0.5 % of a series gets no more of it, and issues none, until counted
    again."""
    parcel = rows.get(TAG_PARCEL, entry["parcel"]) if entry.get("parcel") else None
    if parcel is None:
        return
    holder = entry.get("to") or parcel.holder
    count = last_count(rows.so_far(TAG_COUNT, parcel.series), holder)
    if count and is_too_wide(count, entry.moment.date()):
        raise TagGap(
            series=parcel.series,
            holder=holder,
            book=count.book,
            counted=count.counted,
            gap=gap_of(count),
            counted_on=count.on_day.isoformat(),
        )


def last_count(counts: list[Any], holder: str) -> Any | None:
    """Return the last count of a holder among those of a series."""
    return max((each for each in counts if each.holder == holder), key=lambda each: each.event_id, default=None)


def gap_of(count: Any) -> int:
    """Return how many tags the book has and nobody found; below 0: more were found than the book has."""
    return int(count.book - count.counted)


def is_too_wide(count: Any, day: date) -> bool:
    """Say whether a gap stops further issue."""
    return abs(gap_of(count)) * 1_000_000 > count.book * parameter("tag_gap_stop_ppm", day)
