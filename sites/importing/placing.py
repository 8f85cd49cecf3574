"""A row's place: what the register keeps of a site. Pure."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any

from sites.importing.cells import BadCell, Cells, degrees_e6, plain, words
from sites.positions.cells import cell_of

HERE = Path(__file__).parent
COUNTRY = "CD"
EAST = "Africa/Lubumbashi"
SOUTH_E6, NORTH_E6, WEST_E6, EAST_E6 = -13_500_000, 5_500_000, 12_000_000, 31_500_000
"""A box around the country: swapped axes and zeros fall outside."""
_PCODE = re.compile(r"cod[a-z]*[0-9]{1,8}")
_POINT = re.compile(r"POINT ?\(([-0-9.eE]+) ([-0-9.eE]+)\)")


def pcode_of(cells: Cells) -> str:
    """Return the number of the site. Raises BadCell without one, and for a site of another country's file."""
    found = words(cells, "pcode", most=40)
    if not found:
        raise BadCell("pcode", "", "missing")
    if not _PCODE.fullmatch(found):
        raise BadCell("pcode", found, "not_a_congolese_site")
    return found


def site_facts(cells: Cells) -> dict[str, Any]:
    """Return the facts of site.registered.v1 but its code. Raises BadCell."""
    province = words(cells, "province")
    pcode = pcode_of(cells)
    facts = {
        "name": words(cells, "name") or pcode,
        "country": COUNTRY,
        "zone": zones().get(plain(province), EAST),
        "province": province,
        "territory": words(cells, "territoire"),
        "village": words(cells, "village"),
        "pcode": pcode,
        **_minerals(cells),
        **_position(cells),
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _minerals(cells: Cells) -> dict[str, Any]:
    written = [found for column in ("mineral1", "mineral2", "mineral3") if (found := words(cells, column))]
    ores = [ores_by_name().get(plain(each), "other") for each in written]
    foreign = any(ore in {"other", ""} for ore in ores)
    return {
        "minerals": list(dict.fromkeys(ore for ore in ores if ore)),
        "minerals_as_written": ", ".join(written)[:120] if foreign else None,
    }


def _position(cells: Cells) -> dict[str, Any]:
    longitude, latitude = words(cells, "longitude"), words(cells, "latitude")
    if not longitude and not latitude and (point := _POINT.fullmatch(words(cells, "geom"))):
        longitude, latitude = point.groups()
    if not longitude and not latitude:
        return {}
    if not longitude or not latitude:
        raise BadCell("latitude" if longitude else "longitude", "", "half_a_position")
    east, north = degrees_e6("longitude", longitude), degrees_e6("latitude", latitude)
    if not (SOUTH_E6 <= north <= NORTH_E6 and WEST_E6 <= east <= EAST_E6):
        raise BadCell("latitude", f"{latitude}, {longitude}", "position_outside_country")
    return {"latitude_e6": north, "longitude_e6": east, "cell": cell_of(north, east)}


@cache
def ores_by_name() -> dict[str, str]:
    """Return our ore by the source's word; blank for a word that says that it is not known."""
    return _read("minerals.csv", "written", "mineral")


@cache
def zones() -> dict[str, str]:
    """Return the time zone by province."""
    return _read("provinces.csv", "province", "zone")


def _read(name: str, key: str, value: str) -> dict[str, str]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return {plain(row[key]): row[value] for row in csv.DictReader(file)}
