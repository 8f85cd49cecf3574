"""Numbers that sources dispute or that we propose: dated configuration, resolved into the event, never a constant.

`data/parameters.csv` holds one row per name, country (blank: everybody) and first day; a changed number is a new row,
an old row stays.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _table() -> dict[tuple[str, str], list[tuple[date, int]]]:
    rows: dict[tuple[str, str], list[tuple[date, int]]] = {}
    with (DATA / "parameters.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            held = rows.setdefault((row["name"], row["country"]), [])
            held.append((date.fromisoformat(row["from"]), int(row["value"])))
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
