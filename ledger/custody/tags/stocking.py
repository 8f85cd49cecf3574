"""Stock: a parcel of a series is ordered, printed, and comes into the central stock; the same code at every step."""

from __future__ import annotations

from typing import Any

from ledger.custody.finding import known_place
from ledger.custody.stock_tables import IN_STOCK, ORDERED, PRINTED, TAG_PARCEL, TAG_SERIES
from ledger.custody.tags.finding import known_series
from ledger.custody.tags.opening import SERIES_CODE
from ledger.custody.tags.posting import STOCKED, apply_tag_move
from ledger.custody.tags.refusals import NotTagHolder, ParcelNotReady, SeriesShort
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE

KIND = "tags.stocked.v1"
STEPS = (ORDERED, PRINTED, IN_STOCK)
SCHEMA = {
    "parcel": Code(kind="B", about="The code of the box, made by the writer; the same one at every step."),
    "series": SERIES_CODE,
    "number": Whole(least=1, most=1_000_000, about="How many numbers; they follow on those of the box before."),
    "state": Choice(of=STEPS, about="How far it has come."),
    "place": Code(kind="S", required=False, about="Where the box lies, if that is a registered place."),
    "printer": Words(required=False, most=80, about="Who prints them."),
}


def needs(entry: Entry) -> Needs:
    parcel, places = [entry["parcel"]], [entry["place"]] if "place" in entry.facts else []
    return Needs(
        change={TAG_SERIES: [entry["series"]], TAG_PARCEL: parcel},
        create={TAG_PARCEL: parcel},
        rely_on={PLACE: places} if places else {},
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place."""
    if "place" in entry.facts:
        known_place(entry, rows)


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses unknown_series, series_short; for a box that is known: another number, or a step back."""
    series, parcel = known_series(rows, entry["series"]), rows.get(TAG_PARCEL, entry["parcel"])
    if parcel is None:
        if series.last - series.next + 1 < entry["number"]:
            raise SeriesShort(series=series.code, left=series.last - series.next + 1, asked=entry["number"])
        return {"first": series.next}
    if parcel.holder != entry.actor.party:
        raise NotTagHolder(parcel=parcel.code)
    if parcel.state not in STEPS or STEPS.index(entry["state"]) <= STEPS.index(parcel.state):
        raise ParcelNotReady(parcel=parcel.code, state=parcel.state)
    if (parcel.series, parcel.last - parcel.first + 1) != (entry["series"], entry["number"]):
        raise BadEntry("other_parcel", "facts.number", f"{parcel.last - parcel.first + 1} of {parcel.series}")
    return {"first": parcel.first}


def apply(event: Event, rows: Rows) -> None:
    """Open the box or take it a step further; once in stock its numbers stand in the book of who has them."""
    code, first, number = event["parcel"], event.resolved["first"], event["number"]
    if rows.get(TAG_PARCEL, code) is None:
        series = rows.get(TAG_SERIES, event["series"])
        rows.add(
            TAG_PARCEL,
            code=code,
            series=series.code,
            first=first,
            next=first,
            last=first + number - 1,
            state=event["state"],
            holder=event.party,
            place=event.get("place"),
            event_id=event.id,
        )
        rows.change(TAG_SERIES, series.code, next=first + number)
    else:
        place = event.get("place") or rows.get(TAG_PARCEL, code).place
        rows.change(TAG_PARCEL, code, state=event["state"], place=place)
    if event["state"] == IN_STOCK:
        book = {"series": event["series"], "holder": event.party, "place": rows.get(TAG_PARCEL, code).place}
        apply_tag_move(event, rows, **book, cause=STOCKED, number=number)


deed(
    KIND,
    about="A box of tags is ordered, printed or comes into stock.",
    schema=SCHEMA,
    example={"parcel": "B0000001M", "series": "CD-MINE-26", "number": 10_000, "state": "in_stock"},
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
