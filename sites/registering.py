"""Register a mine site: a place where ore is dug gets its code."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.kinds import MINE_SITE as MINE_SITE_KIND
from ledger.parties.registering import COUNTRY, ZONE, CodeTaken, known_zone
from ledger.parties.tables import PLACE
from ledger.reference.minerals import MINERALS
from sites.tables import MINE_SITE

KIND = "site.registered.v1"
SCHEMA = {
    "place": Code(kind="S", about="The code of the site, made by the writer."),
    "name": Words(about="Its name."),
    "country": COUNTRY,
    "zone": ZONE,
    "minerals": Lines(each=Choice(of=tuple(MINERALS), about="An ore."), least=0, most=20, about="What is dug there."),
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
        group="position", required=False, least=-90_000_000, most=90_000_000, about="Latitude in millionths of a degree."
    ),
    "longitude_e6": Whole(
        group="position", required=False, least=-180_000_000, most=180_000_000, about="Longitude, likewise."
    ),
    "village": Words(group="position", required=False, about="Nearest village."),
}


def needs(entry: Entry) -> Needs:
    return Needs(create={PLACE: [entry["place"]], MINE_SITE: [entry["place"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses code_taken, unknown_zone."""
    if rows.get(PLACE, entry["place"]) is not None:
        raise CodeTaken(place=entry["place"])
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
        minerals=event["minerals"],
        province=event.get("province"),
        territory=event.get("territory"),
        pcode=event.get("pcode"),
        event_id=event.id,
    )


deed(
    KIND,
    about="A mine site is registered.",
    schema=SCHEMA,
    example={
        "place": "S00000017",
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
