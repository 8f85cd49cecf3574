"""Numbers that sources dispute or that we propose: dated configuration, resolved into the event, never a constant.

`data/parameters.csv` holds one row per name, country (blank: everybody) and first day; a changed number is a new row,
an old row stays.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _written() -> list[dict[str, str]]:
    with (DATA / "parameters.csv").open(newline="", encoding="utf-8") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["from"])


@cache
def _table() -> dict[tuple[str, str], list[tuple[date, int]]]:
    rows: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for row in _written():
        rows.setdefault((row["name"], row["country"]), []).append((date.fromisoformat(row["from"]), int(row["value"])))
    return {name: sorted(values) for name, values in rows.items()}


def parameter(name: str, day: date, country: str = "") -> int:
    """Return the value in force on a day, a country's own before everybody's.

    Everybody's first row counts from the beginning of time, a country's only from its day. Raises KeyError for a
    name that has no row.
    """
    begun = [value for first, value in _table().get((name, country), []) if country and first <= day]
    if begun:
        return begun[-1]
    rows = _table()[name, ""]
    return rows[max(0, bisect_right(rows, day, key=lambda row: row[0]) - 1)][1]


def schedule(name: str, country: str = "") -> list[tuple[date, int]]:
    """Return the values of a country as (first day, value), from the first day of the calendar on; see `parameter`."""
    (_, earliest), *later = _table()[name, ""]
    own = _table().get((name, country), []) if country else []
    everybody = [(date.min, earliest), *later]
    return [row for row in everybody if not own or row[0] < own[0][0]] + own


def cited(name: str, day: date, country: str = "") -> str:
    """Return the source of the value in force on a day."""
    rows = [row for row in _written() if row["name"] == name]
    own = [row for row in rows if country and row["country"] == country and row["from"] <= day.isoformat()]
    everybody = [row for row in rows if not row["country"]]
    begun = own or [row for row in everybody if row["from"] <= day.isoformat()] or everybody[:1]
    return begun[-1]["source"]


@dataclass(frozen=True)
class InForce:
    """A number in force on a day: everybody's where `country` is blank, of one ore or product where `of` names it."""

    name: str
    value: int
    unit: str
    about: str
    source: str
    since: date
    country: str = ""
    of: str = ""


def in_force(name: str, day: date) -> list[InForce]:
    """Return the numbers of a name in force on a day, everybody's first, then those of ores and countries."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in _written():
        own = row["name"] == name or row["name"].startswith(f"{name}.")
        first = (row["name"], row["country"])
        if own and (row["from"] <= day.isoformat() or (not row["country"] and first not in found)):
            found[first] = row
    rows = [found[key] for key in sorted(found)]
    return [
        InForce(
            row["name"],
            int(row["value"]),
            row["unit"],
            row["about"],
            row["source"],
            date.fromisoformat(row["from"]),
            row["country"],
            row["name"].removeprefix(name).lstrip("."),
        )
        for row in rows
    ]
