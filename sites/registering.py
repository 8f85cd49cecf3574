"""Register a mine site: a place where ore is dug gets its code. The first version, read as the second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Whole, Words
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.deeds.upcasting import older
from ledger.errors import Refused
from ledger.parties.kinds import MINE_SITE as MINE_SITE_KIND
from ledger.parties.registering import COUNTRY, ZONE, CodeTaken, known_zone
from ledger.parties.tables import PLACE
from ledger.reference.minerals import MINERALS
from sites.likeness.looking import numbers_of
from sites.likeness.names import plain
from sites.likeness.numbers import IPIS, keys
from sites.likeness.placing import apply_likeness, likeness_needs
from sites.likeness.tables import NOBODYS, SITE_NUMBER
from sites.tables import MINE_SITE, SITE_PCODE

KIND = "site.registered.v1"
SCHEMA = {
    "place": Code(kind="S", about="The code of the site, made by the writer."),
    "name": Words(about="Its name."),
    "country": COUNTRY,
    "zone": ZONE,
    "minerals": Lines(each=Choice(of=tuple(MINERALS), about="An ore."), least=0, most=20, about="What is dug there."),
    "minerals_as_written": Words(
        required=False, most=120, about="The source's own words, where one of them is not an ore of the list."
    ),
    "province": Words(required=False, about="Province."),
    "territory": Words(required=False, about="Territory or district."),
    "pcode": Words(required=False, most=40, about="Number in the IPIS register."),
    "cell": Words(
        required=False,
        most=20,
        pattern=r"-?\d{1,2}\.\d,-?\d{1,3}\.\d",
        about="Latitude,longitude to a tenth of a degree: coarse on purpose.",
    ),
    "latitude_e6": Whole(
        group="position",
        required=False,
        least=-90_000_000,
        most=90_000_000,
        about="Latitude in millionths of a degree.",
    ),
    "longitude_e6": Whole(
        group="position", required=False, least=-180_000_000, most=180_000_000, about="Longitude, likewise."
    ),
    "village": Words(group="position", required=False, about="Nearest village."),
}


class PcodeTaken(Refused):
    code = "pcode_taken"


class NumberTaken(Refused):
    code = "number_taken"


def needs(entry: Entry) -> Needs:
    alike, place, pcode = likeness_needs(entry), entry["place"], pcode_of(entry)
    pcodes = [pcode] if pcode else []
    new = {PLACE: [place], MINE_SITE: [place], SITE_PCODE: pcodes}
    # a number that a registration taken back has left behind is there to be locked, and given again
    return Needs(change={**alike.change, SITE_PCODE: pcodes}, create={**alike.create, **new}, read=alike.read)


def pcode_of(facts: Any) -> str | None:
    """Return the number of the IPIS register, which has a column of its own."""
    return next((each["number"] for each in numbers_of(facts) if each["register"] == IPIS), None)


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses code_taken, pcode_taken, number_taken, unknown_zone."""
    if rows.get(PLACE, entry["place"]) is not None:
        raise CodeTaken(place=entry["place"])
    free_numbers(entry, rows)
    known_zone(entry)
    return {}


def free_numbers(entry: Entry, rows: Rows) -> None:
    """Refuse a number that names a site already."""
    pcode = pcode_of(entry)
    known = rows.get(SITE_PCODE, pcode) if pcode else None
    if known is not None and known.place != NOBODYS:
        raise PcodeTaken(pcode=known.pcode, place=known.place)
    for key in keys(numbers_of(entry), entry["country"]):
        taken = rows.get(SITE_NUMBER, key)
        if taken is not None and taken.place != NOBODYS:
            raise NumberTaken(register=taken.register, number=taken.number, place=taken.place)


def known_as(event: Event) -> str:
    """Return what a site is found by, in plain words: its names, areas and numbers."""
    names = [event["name"], *(event.get("aliases") or [])]
    areas = [event.get(area) for area in ("province", "territory", "collectivity", "groupement")]
    numbers = [each["number"] for each in numbers_of(event)]
    return " ".join(dict.fromkeys(filter(None, map(plain, filter(None, [*names, *areas, *numbers])))))


def apply(event: Event, rows: Rows) -> None:
    """Open the place and what the register knows of it; the first version comes as the second."""
    place, pcode = event["place"], pcode_of(event)
    area = ", ".join(filter(None, [event.get("territory"), event.get("province")])) or None
    rows.add(
        PLACE,
        code=place,
        name=event["name"],
        kind=MINE_SITE_KIND,
        country=event["country"],
        area=area,
        cell=event.get("cell"),
        zone=event["zone"],
        event_id=event.id,
    )
    rows.add(
        MINE_SITE,
        code=place,
        name=event["name"],
        country=event["country"],
        minerals=event["minerals"],
        province=event.get("province"),
        territory=event.get("territory"),
        pcode=pcode,
        numbers=numbers_of(event) or None,
        aliases=event.get("aliases"),
        known_as=known_as(event),
        cell=event.get("cell"),
        precision=event.resolved.get("precision"),
        event_id=event.id,
    )
    if pcode and rows.get(SITE_PCODE, pcode) is not None:
        rows.change(SITE_PCODE, pcode, place=place)
    elif pcode:
        rows.add(SITE_PCODE, pcode=pcode, place=place)
    apply_likeness(event, rows)


def raised(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of the second version: the number of the IPIS register is one of many there."""
    kept = {name: value for name, value in facts.items() if name != "pcode"}
    return {**kept, "numbers": numbers_of(facts)} if facts.get("pcode") else kept


older(
    KIND,
    becomes="site.registered.v2",
    raised=raised,
    about="A mine site is registered.",
    schema=SCHEMA,
    example={
        "place": "S0000001Z",
        "name": "Kashuvi Ouest",
        "country": "CD",
        "zone": "Africa/Lubumbashi",
        "minerals": ["cassiterite"],
        "province": "Sud-Kivu",
        "cell": "-1.9,28.9",
    },
    check=check,
)
