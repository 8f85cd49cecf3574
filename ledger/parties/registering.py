"""Register: parties and places get their code and enter the book."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.kinds import MINER, PARTY_KINDS, PLACE_KINDS
from ledger.parties.tables import PARTY, PLACE

PARTY_KIND, PLACE_KIND = "party.registered.v1", "place.registered.v1"
COUNTRY = Words(most=2, pattern="[A-Z]{2}", about="ISO 3166-1 alpha-2 country.")
ZONE = Words(most=40, about="IANA time zone, for local days: Africa/Lubumbashi.")


class CodeTaken(Refused):
    code = "code_taken"


def party_needs(entry: Entry) -> Needs:
    return Needs(create={PARTY: [entry["party"]]})


def check_party(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses code_taken, and a miner: people are registered as persons, so that their names can be erased."""
    if entry["kind"] == MINER:
        raise BadEntry("register_as_person", "facts.kind", "an organisation; register people with person.registered")
    if rows.get(PARTY, entry["party"]) is not None:
        raise CodeTaken(party=entry["party"])
    return {}


def apply_party(event: Event, rows: Rows) -> None:
    """Open the party."""
    rows.add(
        PARTY,
        code=event["party"],
        name=event["name"],
        kind=event["kind"],
        country=event["country"],
        event_id=event.id,
    )


def place_needs(entry: Entry) -> Needs:
    return Needs(create={PLACE: [entry["place"]]}, rely_on={PARTY: [entry["party"]]})


def check_place(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses code_taken, unknown_party, unknown_zone."""
    if rows.get(PLACE, entry["place"]) is not None:
        raise CodeTaken(place=entry["place"])
    if rows.get(PARTY, entry["party"]) is None:
        raise BadEntry("unknown_party", "facts.party", "the code of a registered party", given=entry["party"])
    known_zone(entry)
    return {}


def known_zone(entry: Entry) -> None:
    """Refuse a time zone that the tz database does not have."""
    if entry["zone"] not in _zones():
        raise BadEntry("unknown_zone", "facts.zone", "an IANA time zone", given=entry["zone"])


@cache
def _zones() -> set[str]:
    # walks the whole tz database: tens of milliseconds, too much for every registration
    return available_timezones()


def apply_place(event: Event, rows: Rows) -> None:
    """Open the place, kept by its party."""
    rows.add(
        PLACE,
        code=event["place"],
        name=event["name"],
        kind=event["kind"],
        country=event["country"],
        area=event.get("area"),
        cell=event.get("cell"),
        zone=event["zone"],
        party=event["party"],
        event_id=event.id,
    )


deed(
    PARTY_KIND,
    about="A party that can hold ore, act or ask is registered.",
    schema={
        "party": Code(kind="Q", about="The code of the party, made by the writer."),
        "name": Words(group="trade", about="Its legal name."),
        "kind": Choice(of=PARTY_KINDS, about="What it does."),
        "country": COUNTRY,
    },
    example={"party": "Q0000001H", "name": "Coopérative Umoja", "kind": "cooperative", "country": "CD"},
    needs=party_needs,
    check=check_party,
    apply=apply_party,
)
deed(
    PLACE_KIND,
    about="A depot, store or plant is registered.",
    schema={
        "place": Code(kind="S", about="The code of the place, made by the writer."),
        "name": Words(about="Its name."),
        "kind": Choice(of=PLACE_KINDS, about="What it is."),
        "country": COUNTRY,
        "area": Words(required=False, about="Province or territory."),
        "zone": ZONE,
        "cell": Words(
            required=False,
            most=12,
            pattern=r"-?\d{1,2}\.\d,-?\d{1,3}\.\d",
            about="Its cell of a tenth of a degree, latitude before longitude.",
        ),
        "party": Code(kind="Q", about="Who keeps it."),
    },
    example={
        "place": "S0000002X",
        "name": "Dépôt Tambira-Centre",
        "kind": "depot",
        "country": "CD",
        "zone": "Africa/Lubumbashi",
        "party": "Q0000001H",
    },
    needs=place_needs,
    check=check_place,
    apply=apply_place,
)
