"""Bring conflict events: lines of a public data set enter the book, 200 in an entry at most; a changed one replaces."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Day, Lines, Parts, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.risk.conflict.areas import area_of
from ledger.risk.conflict.tables import CONFLICT_BATCH, CONFLICT_EVENT

KIND = "conflict.events_brought.v1"
MOST_LINES = 200
MOST_DEATHS = 10_000_000
LINE = Parts(
    about="One event.",
    of={
        "id": Words(most=20, pattern="[A-Za-z0-9-]+", about="Its number in the source."),
        "from": Day(about="Its first day."),
        "to": Day(about="Its last day, the same where it had one."),
        "date_prec": Whole(least=1, most=5, about="1 the day is exact; 5 no more than the year is known."),
        "where_prec": Whole(least=1, most=7, about="1 the place is exact; 4 and more it is an area."),
        "latitude_e4": Whole(least=-900_000, most=900_000, about="Latitude in ten-thousandths of a degree."),
        "longitude_e4": Whole(least=-1_800_000, most=1_800_000, about="Longitude, likewise."),
        "country": Words(required=False, most=2, pattern="[A-Z]{2}", about="ISO 3166-1 alpha-2, where it is one."),
        "adm_1": Words(required=False, about="The province, in the source's words."),
        "violence": Whole(least=1, most=3, about="1 with a State, 2 between groups, 3 against civilians."),
        "side_a": Words(required=False, about="One side, as the source names it."),
        "side_b": Words(required=False, about="The other side."),
        "best": Whole(most=MOST_DEATHS, about="Deaths: the best estimate."),
        "high": Whole(most=MOST_DEATHS, about="Deaths: the highest estimate."),
        "low": Whole(most=MOST_DEATHS, about="Deaths: the lowest estimate."),
    },
)
SCHEMA = {
    "source": Words(most=20, pattern="[a-z][a-z0-9_]*", about="The data set, for example ucdp."),
    "edition": Words(most=40, about="Its edition, for example 23.1."),
    "file": Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the file."),
    "events": Lines(each=LINE, most=MOST_LINES, about="The events, at most 200."),
}
KEPT = ("date_prec", "where_prec", "latitude_e4", "longitude_e4", "country", "adm_1", "violence", "side_a", "side_b",
        "best", "high", "low")  # fmt: skip
SAID = ("edition", "began_on", "ended_on", *KEPT, "batch", "event_id", "gone_by")
"""What a later batch may replace, and taking it back restores."""


def code_of(source: str, number: str) -> str:
    """Return the code of an event: its number is the source's own."""
    return f"{source}:{number}"


def codes_of(entry: Any) -> list[str]:
    """Return the codes of the events that an entry brings."""
    return [code_of(entry["source"], line["id"]) for line in entry["events"]]


def needs(entry: Entry) -> Needs:
    return Needs(change={CONFLICT_EVENT: codes_of(entry)}, create={CONFLICT_BATCH: [entry.key]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses event_twice, and an event that ends before it begins."""
    for number, line in enumerate(entry["events"]):
        if line["to"] < line["from"]:
            raise BadEntry("ends_before_it_begins", f"facts.events[{number}].to", "a day not before `from`")
    codes = codes_of(entry)
    if len(set(codes)) < len(codes):
        raise BadEntry("event_twice", "facts.events", "each number once")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the events; of one that is known what it said before is kept beside it."""
    for line in event["events"]:
        code = code_of(event["source"], line["id"])
        said = {
            **{name: line.get(name) for name in KEPT},
            "edition": event["edition"],
            "began_on": date.fromisoformat(line["from"]),
            "ended_on": date.fromisoformat(line["to"]),
            "area": _area(line),
            "batch": event.key,
            "event_id": event.id,
            "gone_by": None,
        }
        known = rows.get(CONFLICT_EVENT, code)
        if known is None:
            rows.add(CONFLICT_EVENT, code=code, source=event["source"], **said)
        else:
            rows.change(CONFLICT_EVENT, code, before=[*(known.before or []), version(known)], **said)
    _apply_batch(event, rows)


def _apply_batch(event: Event, rows: Rows) -> None:
    rows.add(
        CONFLICT_BATCH,
        key=event.key,
        source=event["source"],
        edition=event["edition"],
        file=event.get("file"),
        codes=codes_of(event),
        brought_on=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


def _area(line: Any) -> str | None:
    return area_of(line["country"], line.get("adm_1")) if line.get("country") else None


def version(row: Any) -> dict[str, Any]:
    """Return what a row says, as a later version keeps it."""
    said = {name: getattr(row, name) for name in SAID}
    return {**said, "began_on": row.began_on.isoformat(), "ended_on": row.ended_on.isoformat()}


def of_version(kept: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that an earlier version of a row had."""
    began, ended = (date.fromisoformat(kept[name]) for name in ("began_on", "ended_on"))
    area = area_of(kept["country"], kept["adm_1"]) if kept["country"] else None
    return {**kept, "began_on": began, "ended_on": ended, "area": area}


deed(
    KIND,
    about="Conflict events of a public data set are brought in.",
    schema=SCHEMA,
    example={
        "source": "ucdp",
        "edition": "23.1",
        "events": [
            {
                "id": "36212",
                "from": "2009-10-16",
                "to": "2009-10-16",
                "date_prec": 1,
                "where_prec": 1,
                "latitude_e4": 60_463,
                "longitude_e4": 253_261,
                "country": "CF",
                "adm_1": "Haut-Mbomou province",
                "violence": 1,
                "side_a": "Government of Uganda",
                "side_b": "LRA",
                "best": 2,
                "high": 2,
                "low": 2,
            }
        ],
    },
    needs=needs,
    check=check,
    apply=apply,
)
