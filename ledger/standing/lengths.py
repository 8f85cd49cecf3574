"""How long a colour lasts: dated configuration of a country, as a schedule that an event can carry. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ledger.reference.parameters import cited, parameter, schedule
from ledger.standing.reading import BLUE, GREEN, RED, YELLOW

PARAMETERS = {
    GREEN: "green_valid_months",
    BLUE: "blue_valid_months",
    YELLOW: "yellow_review_months",
    RED: "red_review_months",
}
"""Months that Green and Blue last, and after which Yellow and Red are to be evaluated again."""
BEFORE = {GREEN: 12, BLUE: 36, YELLOW: 6, RED: 6}
"""What events say nothing of that were recorded before they carried a schedule."""
Schedule = tuple[tuple[date, int], ...]
Spelled = dict[str, list[list[str | int]]]


@dataclass(frozen=True)
class Lengths:
    """Months by colour, each as a schedule of (first day, months) that begins with the calendar."""

    by_colour: Mapping[str, Schedule]

    def months(self, colour: str, day: date) -> int:
        """Return the months in force for a step of this colour that begins on a day."""
        rows = self.by_colour[colour]
        return rows[max(0, bisect_right(rows, day, key=lambda row: row[0]) - 1)][1]

    def spelled(self) -> Spelled:
        """Return the schedule as an event keeps it."""
        return {
            colour: [[first.isoformat(), months] for first, months in rows] for colour, rows in self.by_colour.items()
        }


def flat(green: int = 12, blue: int = 36, yellow: int = 6, red: int = 6) -> Lengths:
    """Return lengths that never changed."""
    months = {GREEN: green, BLUE: blue, YELLOW: yellow, RED: red}
    return Lengths({colour: ((date.min, number),) for colour, number in months.items()})


@cache
def lengths_of(country: str) -> Lengths:
    """Return the lengths of a country; the empty name is everybody."""
    return Lengths({colour: tuple(schedule(name, country)) for colour, name in PARAMETERS.items()})


def read_lengths(spelled: Spelled | None) -> Lengths:
    """Return the lengths that an event carries; those of before, if it carries none."""
    if not spelled:
        return flat(*(BEFORE[colour] for colour in PARAMETERS))
    rows = {
        colour: tuple((date.fromisoformat(str(first)), int(months)) for first, months in listed)
        for colour, listed in spelled.items()
    }
    return Lengths(rows)


def legal_basis(colour: str, day: date, country: str) -> str:
    """Return where it is written how long a colour lasts that begins on a day."""
    return cited(PARAMETERS[colour], day, country)


def mechanism_applies(country: str, day: date) -> bool:
    """Say whether the regional mechanism gives colours in a country on a day (rcm_applies)."""
    return bool(parameter("rcm_applies", day, country))
