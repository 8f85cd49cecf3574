"""Class: from area, workers, tonnage and tools together, never from one of them, unless a law says so. Pure.

CAT-01: the highest class that at least two of the four reach. CAT-03: in a country whose law names ceilings, a site
above any of them has left that class, and a site that keeps them all has not.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ledger.deeds.guards import works_out

CLASSES = ("subsistence", "artisanal", "small", "medium", "large")
LARGEST = len(CLASSES) - 1
VERSION = 1
DRIVERS = ("area_m2", "workers", "month_t", "mechanisation")
CEILINGS = (*DRIVERS, "depth_cm")
SOURCE = "domain/licensing.md §3"


@dataclass(frozen=True)
class Measured:
    """What is known of a site; None is not known, and counts neither way."""

    area_m2: int | None = None
    workers: int | None = None
    month_t: int | None = None
    mechanisation: int | None = None
    depth_cm: int | None = None

    def known(self) -> dict[str, int]:
        """Return what is known, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Row:
    """The ceilings of one class, in a country from a day on; without a country they are the default."""

    country: str
    rank: int
    first: date | None
    last: date | None
    ceilings: Mapping[str, int]
    name: str

    def holds(self, country: str, day: date) -> bool:
        """Say whether the row counts in a country on a day."""
        begun = self.first is None or self.first <= day
        return self.country == country and begun and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Classed:
    """A class with what it was worked out from."""

    name: str
    rule: str
    inputs: Mapping[str, int]


def classed(site: Measured, country: str, day: date) -> Classed | None:
    """Return the class of a site in a country on a day; None where too little is known to say."""
    ranks = _reached(site, _rows("", day))
    by_default = second_highest(list(ranks.values()))
    laws = _rows(country, day) if country else []
    least, most = legal_bounds(site, laws)
    law = ", ".join(f"{row.name} ({row.country})" for row in laws)
    if by_default is None and (least, most) == (0, LARGEST):
        return None
    known = by_default if by_default is not None else (least or most)
    rank = max(least, min(known, most))
    rule = f"CAT-01 v{VERSION}" + (f"; CAT-03: {law}" if law else "")
    return Classed(CLASSES[rank], rule, site.known())


def _reached(site: Measured, rows: Sequence[Row]) -> dict[str, int]:
    """Return for each known driver the rank of the lowest class whose ceiling it keeps."""
    known = site.known()
    return {name: _rank(known[name], name, rows) for name in DRIVERS if name in known}


def _rank(value: int, name: str, rows: Sequence[Row]) -> int:
    return next((row.rank for row in rows if value <= row.ceilings[name]), LARGEST)


@works_out("CAT-01", on="site", source=SOURCE)
def second_highest(ranks: Sequence[int]) -> int | None:
    """The class of a site is the highest that two of area, workers, tonnage and mechanisation reach."""
    return sorted(ranks)[-2] if len(ranks) > 1 else None


@works_out("CAT-03", on="site", source=SOURCE, otherwise=(0, LARGEST))
def legal_bounds(site: Measured, laws: Sequence[Row]) -> tuple[int, int]:
    """A country's legal ceilings come before the default: above one, the class is left; within all, it is kept."""
    known, least, most = site.known(), 0, LARGEST
    for row in laws:
        if not row.ceilings:
            continue  # the law tells by title alone
        judged = [known[name] <= ceiling for name, ceiling in row.ceilings.items() if name in known]
        if not all(judged):
            least = max(least, row.rank + 1)
        elif len(judged) == len(row.ceilings):
            # only a site of which every ceiling was measured is known to keep them
            most = min(most, row.rank)
    return least, max(least, most)


def _rows(country: str, day: date) -> list[Row]:
    """Return the rows that count, from the lowest class up."""
    return sorted((row for row in _table() if row.holds(country, day)), key=lambda row: row.rank)


@cache
def _table() -> tuple[Row, ...]:
    with (Path(__file__).parent / "asm_classes.csv").open(newline="", encoding="utf-8") as file:
        return tuple(
            Row(
                each["country"],
                CLASSES.index(each["class"]),
                date.fromisoformat(each["from"]) if each["from"] else None,
                date.fromisoformat(each["to"]) if each["to"] else None,
                {name: int(each[name]) for name in CEILINGS if each[name]},
                each["name"],
            )
            for each in csv.DictReader(file)
        )
