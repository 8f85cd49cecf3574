"""Return: unused numbers of a booklet go back as a parcel. They are kept and counted, and never issued again."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_party
from ledger.custody.refusals import CodeTaken
from ledger.custody.stock_tables import TAG_PARCEL, TAG_SERIES
from ledger.custody.tables import ISSUED, RETURNED, TAG
from ledger.custody.tags.finding import known_series, unused_tags
from ledger.custody.tags.numbers import number_in
from ledger.custody.tags.opening import SERIES_CODE
from ledger.custody.tags.posting import CAME_BACK, GONE_BACK, apply_gone, apply_tag_move
from ledger.custody.tags.refusals import TagsNotInARow
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Lines, TagNumber
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY

KIND = "tags.returned.v1"
GIVEN_BACK = (ISSUED, "recalled")
SCHEMA = {
    "series": SERIES_CODE,
    "tags": Lines(each=TagNumber(about="A tag number."), about="Consecutive unused numbers of a series, at most 400."),
    "to": Code(kind="Q", about="Who keeps them from now on."),
    "parcel": Code(kind="B", about="The code of the parcel they are put in, made by the writer."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={TAG: entry["tags"]},
        create={TAG_PARCEL: [entry["parcel"]]},
        rely_on={TAG_SERIES: [entry["series"]], PARTY: [entry["to"]]},
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    known_party(entry, rows, "to")


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, unknown_series, tags_not_in_a_row, tag_in_use, tag_not_live, not_tag_holder."""
    if rows.get(TAG_PARCEL, entry["parcel"]) is not None:
        raise CodeTaken(parcel=entry["parcel"])
    series = known_series(rows, entry["series"])
    tags = unused_tags(rows, entry["tags"], GIVEN_BACK, by=entry)
    numbers = sorted(number for tag in tags if (number := _of(series, tag)) is not None)
    if len(numbers) < len(tags) or numbers[-1] - numbers[0] + 1 != len(numbers):
        raise TagsNotInARow(series=series.code)
    return {"first": numbers[0], "last": numbers[-1]}


def _of(series: Any, tag: Any) -> int | None:
    return number_in(series, tag.code) if tag.series == series.code else None


def apply(event: Event, rows: Rows) -> None:
    """End the numbers as returned and post them into the book of who keeps them."""
    apply_gone(event, rows, [rows.get(TAG, code) for code in event["tags"]], GONE_BACK)
    ended_on = date.fromisoformat(event.local_date)
    for code in event["tags"]:
        rows.change(TAG, code, state=RETURNED, ended_on=ended_on)
    first, last = event.resolved["first"], event.resolved["last"]
    rows.add(
        TAG_PARCEL,
        code=event["parcel"],
        series=event["series"],
        first=first,
        next=first,
        last=last,
        state=RETURNED,
        holder=event["to"],
        event_id=event.id,
    )
    book, number = {"series": event["series"], "holder": event["to"]}, len(event["tags"])
    apply_tag_move(event, rows, **book, place=None, cause=CAME_BACK, number=number)


deed(
    KIND,
    about="Unused tags are given back.",
    schema=SCHEMA,
    example={"series": "CD-MINE-26", "tags": ["TNS:A00000018"], "to": "Q0000001H", "parcel": "B0000003G"},
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
