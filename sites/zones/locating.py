"""Locate: where a mine site lies, to the metre behind a commitment, to a tenth of a degree in the open."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from sites.likeness.placing import apply_moved
from sites.positions.cells import cell_of
from sites.tables import MINE_SITE
from sites.zones.outlines import Outline, area_m2, drawn

KIND = "site.located.v1"
METHODS = ("gps", "map", "approximation", "village")
PRECISIONS = ((30, "to_30_m"), (250, "to_250_m"), (2_000, "to_2_km"), (11_000, "to_11_km"))
BY_METHOD = {"gps": "to_250_m", "map": "to_2_km", "approximation": "to_11_km", "village": "to_11_km"}
"""What is taken for the precision where nobody stated it."""
SCHEMA = {
    "place": Code(kind="S", about="The mine site."),
    "located_on": Day(about="The day for which this holds."),
    "by_whom": Words(most=80, about="Who measured."),
    "method": Choice(of=METHODS, group="position", about="How: by GPS, from a map, roughly, or the nearest village."),
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
    "precision_m": Whole(group="position", required=False, least=1, most=100_000, about="Right to so many metres."),
    "polygon": Outline(group="position", required=False, about="The outline of the site, as GeoJSON."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]], MINE_SITE: [entry["place"]]})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place."""
    if rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses half a point, no position at all, a day to come; says in the open only what is coarse."""
    if ("latitude_e6" in entry.facts) != ("longitude_e6" in entry.facts):
        missing = "longitude_e6" if "latitude_e6" in entry.facts else "latitude_e6"
        raise BadEntry("half_a_position", f"facts.{missing}", "both latitude and longitude")
    if "latitude_e6" not in entry.facts and "polygon" not in entry.facts:
        raise BadEntry("no_position", "facts.latitude_e6", "a point, an outline, or both")
    if date.fromisoformat(entry["located_on"]) > entry.moment.date():
        raise BadEntry("day_in_future", "facts.located_on", "a day not after happened_at")
    latitude, longitude = point_of(entry.facts)
    coarse: dict[str, Any] = {"cell": cell_of(latitude, longitude), "precision": precision_of(entry.facts)}
    if "polygon" in entry.facts:
        coarse["area_m2"] = area_m2(drawn(entry["polygon"]))
    return coarse


def point_of(facts: Any) -> tuple[int, int]:
    """Return latitude and longitude in millionths of a degree; of an outline alone a point inside it."""
    if facts.get("latitude_e6") is not None:
        return facts["latitude_e6"], facts["longitude_e6"]
    inside = drawn(facts["polygon"]).representative_point()
    return round(inside.y * 1_000_000), round(inside.x * 1_000_000)


def precision_of(facts: Any) -> str:
    """Return the class of a position's precision; without a stated one what its method usually gives."""
    metres = facts.get("precision_m")
    if metres is None:
        return "outline" if "polygon" in facts else BY_METHOD[facts["method"]]
    return next((name for most, name in PRECISIONS if metres <= most), "coarser")


def apply(event: Event, rows: Rows) -> None:
    """Move the site's cell, and write the area of its outline; the exact place is not for read tables."""
    place, day = event["place"], date.fromisoformat(event["located_on"])
    site = rows.get(MINE_SITE, place)
    if site.located_on is not None and day < site.located_on:
        return
    cell, area = event.resolved["cell"], event.resolved.get("area_m2")
    measured = {"size_m2": area, "size_on": day} if area and (site.size_on is None or day >= site.size_on) else {}
    rows.change(PLACE, place, cell=cell)
    apply_moved(event, site, cell, rows)
    rows.change(MINE_SITE, place, cell=cell, located_on=day, precision=event.resolved["precision"], **measured)


deed(
    KIND,
    about="It is measured where a mine site lies.",
    schema=SCHEMA,
    example={
        "place": "S0000001Z",
        "located_on": "2026-11-01",
        "by_whom": "Scheme field team",
        "method": "gps",
        "latitude_e6": -1_944_000,
        "longitude_e6": 28_885_000,
        "precision_m": 8,
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
