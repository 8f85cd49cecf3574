"""Register a mine site: a place where ore is dug gets its code."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Refused
from ledger.parties.kinds import MINE_SITE as MINE_SITE_KIND
from ledger.parties.registering import COUNTRY, ZONE, CodeTaken, known_zone
from ledger.parties.tables import PLACE
from ledger.reference.minerals import MINERALS
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


def needs(entry: Entry) -> Needs:
    numbers = [entry["pcode"]] if "pcode" in entry.facts else []
    return Needs(create={PLACE: [entry["place"]], MINE_SITE: [entry["place"]], SITE_PCODE: numbers})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses code_taken, pcode_taken, unknown_zone."""
    if rows.get(PLACE, entry["place"]) is not None:
        raise CodeTaken(place=entry["place"])
    known = rows.get(SITE_PCODE, entry["pcode"]) if "pcode" in entry.facts else None
    if known is not None:
        raise PcodeTaken(pcode=known.pcode, place=known.place)
    known_zone(entry)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Open the place and what the register knows of it."""
    place = event["place"]
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
        pcode=event.get("pcode"),
        cell=event.get("cell"),
        event_id=event.id,
    )
    if event.get("pcode"):
        rows.add(SITE_PCODE, pcode=event["pcode"], place=place)


deed(
    KIND,
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
    needs=needs,
    check=check,
    apply=apply,
)
