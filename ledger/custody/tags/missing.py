"""Miss: unused tags are lost or stolen. Their numbers go on the hot list at once and never come back (TAG-07)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from ledger.custody.tables import LOST, STOLEN, TAG
from ledger.custody.tags.finding import unused_tags
from ledger.custody.tags.posting import apply_gone
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Lines, TagNumber, Words
from ledger.deeds.guards import works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.reference.parameters import parameter

KIND = "tag.missed.v1"
SCHEMA = {
    "tags": Lines(each=TagNumber(about="A tag number."), about="The numbers, at most 400."),
    "how": Choice(of=(LOST, STOLEN), about="Lost or stolen."),
    "noticed_at": Words(most=40, about="When somebody noticed, with its offset, such as 2026-11-23T07:30:00+02:00."),
    "note": Words(group="notes", required=False, most=500, about="What happened."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={TAG: entry["tags"]})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses tag_unknown, tag_in_use, tag_not_live, not_tag_holder; resolves by how many hours it is late."""
    noticed = _time(entry["noticed_at"])
    if noticed > entry.moment:
        raise BadEntry("noticed_later", "facts.noticed_at", "a time not after happened_at")
    unused_tags(rows, entry["tags"], by=entry)
    return {"late_hours": late_hours(noticed, entry.moment), "noticed_on": noticed.date().isoformat()}


def _time(typed: str) -> datetime:
    try:
        time = datetime.fromisoformat(typed)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise BadEntry("time_not_aware", "facts.noticed_at", "a time with its offset")
    return time


@works_out("TAG-07", on=KIND, source="domain/custody_3t.md §6", otherwise=0)
def late_hours(noticed: datetime, reported: datetime) -> int:
    """A loss is reported within 24 hours of being noticed; what is later is counted in hours and flagged."""
    over = reported - noticed - timedelta(hours=parameter("tag_missed_report_hours", reported.date()))
    return max(0, -(-int(over.total_seconds()) // 3_600))


def apply(event: Event, rows: Rows) -> None:
    """Put the numbers on the hot list and take them out of their holder's book."""
    apply_gone(event, rows, [rows.get(TAG, code) for code in event["tags"]], event["how"])
    ended_on, late = date.fromisoformat(event.resolved["noticed_on"]), event.resolved["late_hours"]
    for code in event["tags"]:
        rows.change(TAG, code, state=event["how"], ended_on=ended_on, reported_late=late or None)


deed(
    KIND,
    about="Tags are lost or stolen.",
    schema=SCHEMA,
    example={"tags": ["T00000018"], "how": "lost", "noticed_at": "2026-11-22T16:00:00+02:00"},
    needs=needs,
    check=check,
    apply=apply,
)
