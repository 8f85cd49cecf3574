"""Open a series: who prints which numbers for which level, before the first box is ordered."""

from __future__ import annotations

from typing import Any

from ledger.custody.refusals import CodeTaken
from ledger.custody.stock_tables import TAG_SERIES
from ledger.custody.tags.numbers import CHECK_SIGNS, MOST_OURS, OURS
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry

KIND = "tag_series.opened.v1"
LEVELS = ("mine", "negociant", "processor", "export")
SERIES_CODE = Words(most=20, pattern=r"[A-Z0-9][A-Z0-9-]{1,19}", about="What names the series, for example CD-MINE-26.")
SCHEMA = {
    "series": SERIES_CODE,
    "scheme": Words(most=10, pattern="[A-Z0-9]{2,10}", about="Whose numbers they are; it stands before the number."),
    "level": Choice(of=LEVELS, about="Where in the chain these tags are closed on bags."),
    "colour": Words(required=False, most=30, about="Colour of the plastic."),
    "prefix": Words(required=False, most=12, pattern="[A-Za-z0-9./-]{1,12}", about="Signs before the digits."),
    "width": Whole(least=1, most=15, about="How many digits, zeros in front included."),
    "first": Whole(most=10**15, about="The first number."),
    "last": Whole(most=10**15, about="The last number."),
    "check_sign": Choice(of=CHECK_SIGNS, about="Kind of the check sign: none, luhn, or iso7064 for codes of ours."),
}


def needs(entry: Entry) -> Needs:
    return Needs(create={TAG_SERIES: [entry["series"]]})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, a range that ends before it begins or does not fit its width."""
    if rows.get(TAG_SERIES, entry["series"]) is not None:
        raise CodeTaken(series=entry["series"])
    if entry["last"] < entry["first"]:
        raise BadEntry("range_ends_first", "facts.last", "a number not below first")
    if entry["check_sign"] == OURS:
        if entry["last"] > MOST_OURS or "prefix" in entry.facts:
            raise BadEntry("range_too_wide", "facts.last", f"at most {MOST_OURS}, without prefix")
    elif len(str(entry["last"])) > entry["width"]:
        raise BadEntry("range_too_wide", "facts.last", f"at most {entry['width']} digits")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Open the series; none of its numbers is in stock yet."""
    kept = ("scheme", "level", "colour", "prefix", "width", "first", "last", "check_sign")
    said = {name: event.get(name) for name in kept}
    rows.add(TAG_SERIES, code=event["series"], next=event["first"], party=event.party, event_id=event.id, **said)


deed(
    KIND,
    about="A series of tag numbers is opened.",
    schema=SCHEMA,
    example={
        "series": "CD-MINE-26",
        "scheme": "TNS",
        "level": "mine",
        "colour": "yellow",
        "prefix": "A",
        "width": 7,
        "first": 1,
        "last": 500_000,
        "check_sign": "luhn",
    },
    needs=needs,
    check=check,
    apply=apply,
)
