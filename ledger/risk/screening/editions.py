"""A watch list is loaded: which edition, from which bytes, and what became of every row. The system writes it."""

from __future__ import annotations

from datetime import date

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Refused
from ledger.risk.screening.tables import WATCH_LIST

KIND = "watch_list.loaded.v1"
OFAC, UN, OPEN_SANCTIONS = "ofac_sdn", "un", "opensanctions"
SOURCES = (OFAC, UN, OPEN_SANCTIONS)
MOST_ROWS = 5_000_000
EDITION = Words(
    most=60, pattern=r"[a-z_]+:\d{4}-\d\d-\d\d:[0-9a-f]{12}", about="An edition: source, day, first digits of the hash."
)


class EditionKnown(Refused):
    code = "edition_known"


def key_of(source: str, edition: str, sha256: str) -> str:
    """Return the key of an edition: the same bytes as the same edition are one."""
    return f"{source}:{edition}:{sha256[:12]}"


def _key(entry: Entry | Event) -> str:
    return key_of(entry["source"], entry["edition"], entry["sha256"])


def needs(entry: Entry) -> Needs:
    return Needs(create={WATCH_LIST: [_key(entry)]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses edition_known."""
    if rows.get(WATCH_LIST, _key(entry)) is not None:
        raise EditionKnown(edition=_key(entry))
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Open the edition; its names lie outside replay and are read again from the kept file."""
    rows.add(
        WATCH_LIST,
        key=_key(event),
        source=event["source"],
        edition=date.fromisoformat(event["edition"]),
        sha256=event["sha256"],
        addresses=event.get("addresses"),
        rows_read=event["read"],
        rows_taken=event["taken"],
        rows_left=event["left"],
        rows_noted=event["noted"],
        loaded_on=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


deed(
    KIND,
    about="An edition of a watch list is loaded; every row of its file is accounted for.",
    schema={
        "source": Choice(of=SOURCES, about="Whose list it is."),
        "edition": Day(about="The day of the edition, as its publisher dates it."),
        "sha256": Words(most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the file."),
        "read": Whole(most=MOST_ROWS, about="Rows or entries that the file holds."),
        "taken": Whole(most=MOST_ROWS, about="Entries taken."),
        "left": Whole(most=MOST_ROWS, about="Rows not taken, each with its reason."),
        "noted": Whole(most=MOST_ROWS, about="Entries taken without a damaged part."),
        "addresses": Words(
            required=False,
            most=64,
            pattern="[0-9a-f]{64}",
            about="SHA-256 of OFAC's file of addresses.",
        ),
        "by": Words(required=False, most=60, about="Id of the user who brought the file."),
    },
    example={
        "source": "un",
        "edition": "2026-11-20",
        "sha256": "5f" * 32,
        "read": 1_018,
        "taken": 1_017,
        "left": 1,
        "noted": 4,
    },
    needs=needs,
    check=check,
    apply=apply,
    by_hand=False,
)
