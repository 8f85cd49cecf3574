"""The UCDP GED file: read row by row, by the names of its columns; every edition spells otherwise."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ledger.risk.screening.country_names import country_codes
from sites.importing import named_columns
from sites.importing.cells import BadCell
from sites.importing.named_columns import Row

NEEDED = ("id", "date_start", "date_end", "date_prec", "where_prec", "latitude", "longitude", "type_of_violence",
          "side_a", "side_b", "best", "high", "low", "country", "adm_1")  # fmt: skip
MOST_SIGNS = 200
MOST_DEATHS = 10_000_000
CELL_LIMIT = 10_000_000
"""Some editions carry the wording of news sources in one cell."""
CALLED = {
    "congo": "CG",
    "ivory coast": "CI",
    "bosnia-herzegovina": "BA",
    "macedonia, fyr": "MK",
    "kingdom of eswatini": "SZ",
    "yemen": "YE",
    "serbia": "RS",
}
"""Names of countries that the source has for itself."""


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a file. Raises UnreadableFile."""
    csv.field_size_limit(CELL_LIMIT)
    return named_columns.rows_of(path, NEEDED)


def event_of(row: Row) -> dict[str, Any]:
    """Return a row as a line of conflict.events_brought. Raises BadCell."""
    if row.torn:
        raise row.torn
    cells = {name: value.strip() for name, value in row.cells.items()}
    began, ended = _day(cells, "date_start"), _day(cells, "date_end")
    if ended < began:
        raise BadCell("date_end", cells["date_end"], "ends_before_it_begins")
    said = {
        "id": str(_whole(cells, "id", 0, 10**15)),
        "from": began.isoformat(),
        "to": ended.isoformat(),
        "date_prec": _whole(cells, "date_prec", 1, 5),
        "where_prec": _whole(cells, "where_prec", 1, 7),
        "latitude_e4": _degrees(cells, "latitude", 90),
        "longitude_e4": _degrees(cells, "longitude", 180),
        "country": country_of(cells["country"]),
        "adm_1": _words(cells, "adm_1"),
        "violence": _whole(cells, "type_of_violence", 1, 3),
        "side_a": _words(cells, "side_a"),
        "side_b": _words(cells, "side_b"),
        **{name: _whole(cells, name, 0, MOST_DEATHS) for name in ("best", "high", "low")},
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def country_of(written: str) -> str:
    """Return a country's code; the source adds older names in brackets ("DR Congo (Zaire)"). Empty: not mapped."""
    names = [written, written.partition("(")[0].strip()]
    for name in names:
        found = CALLED.get(name.casefold()) or next(iter(country_codes(name)), "")
        if found:
            return found
    return ""


def _whole(cells: Mapping[str, str], column: str, least: int, most: int) -> int:
    """Return a whole number, also where it is written as 1992.0."""
    written = cells[column]
    try:
        value = Decimal(written)
        if value == value.to_integral_value() and least <= value <= most:
            return int(value)
    except InvalidOperation:
        pass
    raise BadCell(column, written, "not_a_whole_number")


def _degrees(cells: Mapping[str, str], column: str, most: int) -> int:
    written = cells[column]
    try:
        value = Decimal(written)
        if value.is_finite() and abs(value) <= most:
            return round(value * 10_000)
    except InvalidOperation:
        pass
    raise BadCell(column, written, "not_degrees")


def _day(cells: Mapping[str, str], column: str) -> date:
    """Return a day, written as 2009-02-20, with a time behind it or without."""
    written = cells[column]
    day, _time, _rest = written.replace(" ", "T").partition("T")
    try:
        found = date.fromisoformat(day)
        if found.isoformat() == day:
            return found
    except ValueError:
        pass
    raise BadCell(column, written, "not_a_day")


def _words(cells: Mapping[str, str], column: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in cells[column]).split())[:MOST_SIGNS]
