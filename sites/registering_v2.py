"""Register a mine site, second version: numbers of every register, other names, areas, how well it was placed."""

from __future__ import annotations

from ledger.deeds.entries import Entry
from ledger.deeds.facts import Choice, Code, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from sites import registering
from sites.countries import known_country
from sites.likeness.looking import thresholds
from sites.likeness.numbers import NUMBERS, well_formed
from sites.positions.cells import cell_of, normal_cell
from sites.zones.locating import METHODS, precision_of

KIND = "site.registered.v2"
SCHEMA = {
    **{name: fact for name, fact in registering.SCHEMA.items() if name != "pcode"},
    "aliases": Lines(
        required=False, most=12, each=Words(most=120, about="A name."), about="Other names that people use for it."
    ),
    "collectivity": Words(required=False, most=120, about="Collectivity, chiefdom or sector."),
    "groupement": Words(required=False, most=120, about="Groupement or locality."),
    "numbers": NUMBERS,
    "precision_m": Whole(
        group="position", required=False, least=1, most=100_000, about="How far off the point may be, in metres."
    ),
    "method": Choice(group="position", required=False, of=METHODS, about="How the point was found."),
    "distinct_from": Lines(
        required=False,
        most=50,
        each=Code(kind="S", about="A site."),
        about="Sites that look like this one, and were compared with it: it is another.",
    ),
    "distinct_because": Words(group="notes", required=False, most=500, about="Why it is another."),
}


def needs(entry: Entry) -> Needs:
    own = registering.needs(entry)
    return Needs(own.change, {PLACE: entry.get("distinct_from") or []}, own.create, own.read)


def known(entry: Entry, rows: Rows) -> None:
    """Refuses an unknown country, numbers that cannot be, half a position, a wrong cell, an override without reason."""
    known_country(entry["country"])
    well_formed(entry.get("numbers") or [], entry["country"])
    _placed(entry)
    for number, place in enumerate(entry.get("distinct_from") or []):
        if rows.get(PLACE, place) is None:
            field = f"facts.distinct_from[{number}]"
            raise BadEntry("unknown_place", field, "the code of a registered site", given=place)
    if entry.get("distinct_from") and not (entry.get("distinct_because") or "").strip():
        raise BadEntry("reason_missing", "facts.distinct_because", "why this site is another than those named")


def _placed(entry: Entry) -> None:
    north, east, cell = entry.get("latitude_e6"), entry.get("longitude_e6"), entry.get("cell")
    if (north is None) != (east is None):
        half = "latitude_e6" if north is None else "longitude_e6"
        raise BadEntry("half_a_position", f"facts.{half}", "both latitude and longitude, or neither")
    if north is None:
        return
    fitting = cell_of(north, east)
    if not cell or normal_cell(cell) != fitting:
        # without its cell a site would be compared with nobody near it
        raise BadEntry("cell_of_other_point", "facts.cell", f"the cell of the point, {fitting}", given=cell or "")


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses what the first version refuses; keeps how alike names counted and how well it was placed."""
    registering.check(entry, rows)
    resolved: dict[str, object] = {"alike_from": thresholds(entry.moment.date(), entry["country"])}
    if entry.get("precision_m") or entry.get("method"):
        resolved["precision"] = precision_of(entry.facts)
    return resolved


deed(
    KIND,
    about="A mine site is registered, with the numbers of other registers.",
    schema=SCHEMA,
    example={
        "place": "S0000003V",
        "name": "Carrière de Luvembe",
        "aliases": ["Luvembe Amont"],
        "country": "CD",
        "zone": "Africa/Lubumbashi",
        "minerals": ["cassiterite", "coltan"],
        "province": "Sud-Kivu",
        "territory": "Kalehe",
        "numbers": [
            {"register": "IPIS", "number": "codmine00001"},
            {"register": "ICGLR", "number": "CD--1.9641+28.9012-00017"},
        ],
        "cell": "-2.0,28.9",
        "latitude_e6": -1_964_100,
        "longitude_e6": 28_901_200,
        "precision_m": 10,
        "method": "gps",
        "distinct_from": ["S0000001Z"],
        "distinct_because": "They lie on two sides of the river.",
    },
    needs=needs,
    known=known,
    check=check,
    apply=registering.apply,
)
