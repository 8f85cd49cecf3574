"""What a statistic is asked over: which visits, which of them, sites or miners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SITE, MINER = "site", "miner"
LATEST, ANY = "latest", "any"
UNITS, VISITS = (SITE, MINER), (LATEST, ANY)


class BadQuestion(ValueError):
    """A part of the question cannot be read; `name` says which and `expected` what it may be."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: expected {expected}")
        self.name, self.expected = name, expected


@dataclass(frozen=True)
class Question:
    """`before` leaves out that day itself; without projects all visits count."""

    projects: tuple[str, ...] = ()
    before: date | None = None
    onsite: bool = False
    unit: str = SITE
    visit: str = LATEST


def read(asked: Mapping[str, Any], projects: list[str]) -> Question:
    """Return the question of a query string. Raises BadQuestion."""
    unit, visit = asked.get("unit") or SITE, asked.get("visit") or LATEST
    if unit not in UNITS:
        raise BadQuestion("unit", "site or miner")
    if visit not in VISITS:
        raise BadQuestion("visit", "latest or any")
    named = tuple(name for each in projects if (name := each.strip()[:80]))
    return Question(named, _day(asked.get("before")), asked.get("onsite") in {"1", "on", "true"}, unit, visit)


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise BadQuestion("before", "a day as 2019-01-01") from None
