"""Numbers that sources dispute or that we propose: dated configuration, resolved into the event, never a constant.

`data/parameters.csv` holds one row per name and first day; a changed number is a new row, an old row stays.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _table() -> dict[str, list[tuple[date, int]]]:
    rows: dict[str, list[tuple[date, int]]] = {}
    with (DATA / "parameters.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["name"], []).append((date.fromisoformat(row["from"]), int(row["value"])))
    return {name: sorted(values) for name, values in rows.items()}


def parameter(name: str, day: date) -> int:
    """Return the value in force on a day; before its first row the first value counts.

    Raises KeyError for a name that has no row.
    """
    rows = _table()[name]
    return rows[max(0, bisect_right(rows, day, key=lambda row: row[0]) - 1)][1]
