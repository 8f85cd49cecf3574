"""Note a roadblock: somebody takes money on a road or stops people; it stays until somebody says that it ended."""

from __future__ import annotations

from datetime import date

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.registering import COUNTRY
from ledger.risk.conflict.tables import ROADBLOCK

NOTED, ENDED = "roadblock.noted.v1", "roadblock.ended.v1"
NON_STATE, STATE_FORCES = ("local_group", "foreign_group"), ("army", "police", "mines_police")
KEEPERS = (*NON_STATE, *STATE_FORCES, "unknown", "state_service", "chiefdom", "civil")
TAXED = ("minerals", "goods", "people", "vehicles")
CELL = Words(
    most=12,
    pattern=r"-?\d{1,2}\.\d,-?\d{1,3}\.\d",
    about="Its cell of a tenth of a degree, latitude before longitude.",
)


class RoadblockEnded(Refused):
    code = "roadblock_ended"


def noted_needs(entry: Entry) -> Needs:
    return Needs(create={ROADBLOCK: [entry.key]})


def check_noted(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a day to come, a sum without a currency, a cell that lies nowhere."""
    if date.fromisoformat(entry["seen_on"]) > entry.moment.date():
        raise BadEntry("day_in_future", "facts.seen_on", "a day not after happened_at")
    if ("asked_minor" in entry.facts) != ("currency" in entry.facts):
        raise BadEntry("sum_without_currency", "facts.currency", "both the sum and its currency")
    latitude, longitude = (float(each) for each in entry["cell"].split(","))
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BadEntry("no_such_cell", "facts.cell", "latitude up to 90 and longitude up to 180 degrees")
    return {}


def apply_noted(event: Event, rows: Rows) -> None:
    """Keep the roadblock under the key of its event."""
    rows.add(
        ROADBLOCK,
        key=event.key,
        country=event["country"],
        cell=event["cell"],
        keeper=event["keeper"],
        seen_on=date.fromisoformat(event["seen_on"]),
        taxes=event.get("taxes"),
        asked_minor=event.get("asked_minor"),
        currency=event.get("currency"),
        source=event["source"],
        event_id=event.id,
    )


def ended_needs(entry: Entry) -> Needs:
    return Needs(change={ROADBLOCK: [entry["roadblock"]]})


def known_roadblock(entry: Entry, rows: Rows) -> None:
    """Refuses a roadblock that nobody noted."""
    if rows.get(ROADBLOCK, entry["roadblock"]) is None:
        expected = "the key of an entry that noted one"
        raise BadEntry("unknown_roadblock", "facts.roadblock", expected, given=entry["roadblock"])


def check_ended(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses roadblock_ended, and a last day before the day on which it was seen."""
    noted = rows.get(ROADBLOCK, entry["roadblock"])
    if noted.ended_on is not None:
        raise RoadblockEnded(roadblock=entry["roadblock"])
    if date.fromisoformat(entry["ended_on"]) < noted.seen_on:
        raise BadEntry("ends_before_it_begins", "facts.ended_on", "a day not before the one on which it was seen")
    return {}


def apply_ended(event: Event, rows: Rows) -> None:
    """Write its last day."""
    day = date.fromisoformat(event["ended_on"])
    rows.change(ROADBLOCK, event["roadblock"], ended_on=day, ended_event=event.id)


deed(
    NOTED,
    about="A roadblock is noted: who keeps it and what it takes, in a coarse cell.",
    schema={
        "country": COUNTRY,
        "cell": CELL,
        "keeper": Choice(of=KEEPERS, about="Who keeps it; the army and a local group are different worries."),
        "seen_on": Day(about="The day on which it was seen."),
        "taxes": Lines(
            required=False,
            most=len(TAXED),
            each=Choice(of=TAXED, about="What pays."),
            about="What pays there.",
        ),
        "asked_minor": Whole(required=False, least=1, about="What is asked of a load, in cents."),
        "currency": Words(required=False, most=3, pattern="[A-Z]{3}", about="ISO 4217 currency."),
        "source": Words(most=120, about="Who says so."),
        "name": Words(group="position", required=False, about="What the place is called."),
        "group": Words(group="position", required=False, about="What an armed group is called: never shown in public."),
        "note": Words(group="notes", required=False, most=500, about="A remark."),
    },
    example={
        "country": "CD",
        "cell": "-1.9,28.9",
        "keeper": "local_group",
        "seen_on": "2026-10-02",
        "taxes": ["minerals"],
        "source": "Field team",
    },
    needs=noted_needs,
    check=check_noted,
    apply=apply_noted,
)
deed(
    ENDED,
    about="A roadblock is gone.",
    schema={
        "roadblock": Words(most=36, about="Key of the entry that noted it."),
        "ended_on": Day(about="The last day on which it stood."),
        "source": Words(most=120, about="Who says so."),
    },
    example={"roadblock": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "ended_on": "2026-11-01", "source": "Field team"},
    needs=ended_needs,
    known=known_roadblock,
    check=check_ended,
    apply=apply_ended,
)
