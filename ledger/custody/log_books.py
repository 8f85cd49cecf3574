"""Log books: a page of a numbered paper book is typed, line by line, so that a missing page or line can be seen."""

from __future__ import annotations

from typing import Any

from ledger.custody.finding import known_place, zone_of_place
from ledger.custody.stock_tables import BOOK_LINE
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Lines, Parts, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE

KIND = "log_book.page_typed.v1"
MOST_LINES = 100
LINE = Parts(
    about="One line of the page; without lot and entry it is struck out or blank on the paper.",
    of={
        "line": Whole(least=1, most=MOST_LINES, about="Its printed number on the page."),
        "lot": Code(kind="P", required=False, about="The lot that the line speaks of."),
        "entry": Words(required=False, most=36, pattern="[0-9a-f-]{36}", about="Key of the entry typed from it."),
    },
)
SCHEMA = {
    "book": Words(most=40, pattern="[A-Za-z0-9][A-Za-z0-9 ./-]*", about="Number of the book, as printed on it."),
    "place": Code(kind="S", about="The site, depot or plant where the book lies."),
    "page": Whole(least=1, most=9_999, about="Number of the page."),
    "printed_lines": Whole(least=1, most=MOST_LINES, about="How many numbered lines the page has."),
    "lines": Lines(each=LINE, most=MOST_LINES, about="The lines that are written on."),
    "photo": Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the photo of the page."),
}


def needs(entry: Entry) -> Needs:
    return Needs(rely_on={PLACE: [entry["place"]]})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses lines beyond the printed ones; two lots on one line are typed as they stand there (DATA-02 asks)."""
    if any(line["line"] > entry["printed_lines"] for line in entry["lines"]):
        raise BadEntry("line_not_printed", "facts.lines", "no line beyond printed_lines")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep a row for each line of the page that is written on."""
    lots: dict[int, list[str]] = {}
    for line in event["lines"]:
        lots.setdefault(line["line"], []).append(line.get("lot") or "")
    for number, on_line in sorted(lots.items()):
        rows.add(
            BOOK_LINE,
            book=event["book"],
            page=event["page"],
            line=number,
            lot=" ".join(sorted(filter(None, on_line))) or None,
            place=event["place"],
            photo=event.get("photo"),
            event_id=event.id,
        )


deed(
    KIND,
    about="A page of a numbered log book is typed.",
    schema=SCHEMA,
    example={
        "book": "NG-0417",
        "place": "S0000002X",
        "page": 12,
        "printed_lines": 25,
        "lines": [{"line": 1, "lot": "P00000019"}, {"line": 2, "lot": "P00000027"}],
    },
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
