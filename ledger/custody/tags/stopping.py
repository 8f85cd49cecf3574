"""Stop and resume: unused numbers are set aside while a question is open, or called back for good."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.tables import ISSUED, STOPPED_TAG, TAG
from ledger.custody.tags.finding import unused_tags
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Lines, TagNumber, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows

STOPPED, RESUMED = "tag.stopped.v1", "tag.resumed.v1"
QUARANTINED, RECALLED = STOPPED_TAG
TAGS = Lines(each=TagNumber(about="A tag number."), about="The numbers, at most 400.")
REASON = Words(most=200, about="Why, in words that anybody may read.")


def needs(entry: Entry) -> Needs:
    return Needs(change={TAG: entry["tags"]})


def check_stopped(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses tag_unknown, tag_in_use, tag_not_live."""
    states = (ISSUED,) if entry["how"] == QUARANTINED else (ISSUED, QUARANTINED)
    unused_tags(rows, entry["tags"], states)
    return {}


def check_resumed(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses tag_not_live: only what is set aside may be used again; what was called back may not."""
    unused_tags(rows, entry["tags"], (QUARANTINED,))
    return {}


def apply_stopped(event: Event, rows: Rows) -> None:
    """Stop the numbers; they stay in their holder's book, where they lie."""
    for code in event["tags"]:
        rows.change(TAG, code, state=event["how"], ended_on=date.fromisoformat(event.local_date))


def apply_resumed(event: Event, rows: Rows) -> None:
    """Let the numbers be used again."""
    for code in event["tags"]:
        rows.change(TAG, code, state=ISSUED, ended_on=None)


deed(
    STOPPED,
    about="Unused tags are set aside, or called back.",
    schema={
        "tags": TAGS,
        "how": Choice(of=STOPPED_TAG, about="Set aside until the question is answered, or called back for good."),
        "reason": REASON,
    },
    example={"tags": ["T00000018"], "how": "quarantined", "reason": "Box found open."},
    needs=needs,
    check=check_stopped,
    apply=apply_stopped,
)
deed(
    RESUMED,
    about="Tags that were set aside may be used again.",
    schema={"tags": TAGS, "reason": REASON},
    example={"tags": ["T00000018"], "reason": "Box counted by two people, nothing missing."},
    needs=needs,
    check=check_resumed,
    apply=apply_resumed,
)
