"""A status and its age: no colour without the days that are left, over, or gone since it began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledger.reference.parameters import parameter
from ledger.risk.evidence_age import months_later
from ledger.standing.reading import GREEN, STATE, decided_on

NONE, LAPSED = "none", "lapsed"


@dataclass(frozen=True)
class StatusAge:
    """What a decision says on a day.

    `colour` is the colour decided, or "none"; `days_left` is negative once it has run out and None without an end.
    `due` says that the age must stand out: it ran out, or few days are left (parameter days_left_red).
    """

    colour: str
    since: date | None = None
    ends: date | None = None
    days_left: int | None = None
    due: bool = False
    source: str = ""

    @property
    def lapsed(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def word(self) -> str:
        """The colour in force on the day: none without a decision, lapsed once it has run out."""
        return LAPSED if self.lapsed else self.colour

    @property
    def over(self) -> int:
        return -(self.days_left or 0)

    @property
    def shape(self) -> str:
        """The colour to draw: a Green that has lapsed is never drawn green."""
        return NONE if self.lapsed and self.colour == GREEN else self.colour


NO_STATUS = StatusAge(NONE)


def status_age(statements: Iterable[Any], day: date, topic: str = STATE) -> StatusAge:
    """Return the status on a day with its age; statements are those of one place."""
    decision = decided_on(statements, topic, day)
    return age_of(decision, day) if decision else NO_STATUS


def age_of(decision: Any, day: date) -> StatusAge:
    """Return the age of a decision on a day; a Green without an end date lapses after a year (MINE-02)."""
    ends = decision.valid_to
    if ends is None and decision.value == GREEN:
        ends = months_later(decision.valid_from, parameter("green_valid_months", day)) - timedelta(days=1)
    left = (ends - day).days if ends else None
    due = left is not None and left <= parameter("days_left_red", day)
    return StatusAge(decision.value, decision.valid_from, ends, left, due, decision.source)
