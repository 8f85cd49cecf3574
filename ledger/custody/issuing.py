"""Issue: tag numbers are handed out to a place, before the first bag."""

from __future__ import annotations

from datetime import date

from ledger.custody.finding import known_place, zone_of_place
from ledger.custody.refusals import TagTaken
from ledger.custody.tables import ISSUED, TAG
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Lines, TagNumber
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE

KIND = "tag.issued.v1"
SCHEMA = {
    "place": Code(kind="S", about="The place where these tags may be used."),
    "tags": Lines(each=TagNumber(about="A tag number."), about="The numbers issued, at most 400."),
}


def needs(entry: Entry) -> Needs:
    return Needs(create={TAG: entry["tags"]}, rely_on={PLACE: [entry["place"]]})


@guard("TAG-01", on=KIND)
def number_is_new(entry: Entry, rows: Rows) -> None:
    """A tag number is issued once ever; a number that was issued before is refused."""
    taken = [tag for tag in entry["tags"] if rows.get(TAG, tag) is not None]
    if taken:
        raise TagTaken(tags=taken[:10], count=len(taken))


def apply(event: Event, rows: Rows) -> None:
    """Open every number as issued to the place."""
    for code in event["tags"]:
        rows.add(
            TAG,
            code=code,
            place=event["place"],
            state=ISSUED,
            event_id=event.id,
            issued_by=event.actor,
            issued_on=date.fromisoformat(event.local_date),
        )


deed(
    KIND,
    about="Tag numbers are issued to a place.",
    schema=SCHEMA,
    example={"place": "S0000001Z", "tags": ["T00000018"]},
    needs=needs,
    known=known_place,
    apply=apply,
    zone=zone_of_place,
)
