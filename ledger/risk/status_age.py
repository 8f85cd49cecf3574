"""A status and its age: no colour without the days that are left, over, or gone since it began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.reference.parameters import parameter
from ledger.standing.clock import NONE, Reckoned, reckon
from ledger.standing.lengths import lengths_of
from ledger.standing.months import last_of_months
from ledger.standing.reading import GREEN, STATE, decided_on


@dataclass(frozen=True)
class StatusAge:
    """What is said of a place on a day.

    `colour` is the State's colour as the clock reckons it, or what a scheme or we ourselves decided, or "none".
    `days_left` is negative once it has run out or is overdue to be evaluated again, None without an end; `then` is
    the colour that follows without an act, `lapsed_from` the colour that ran out before this one. `due` says that the
    age must stand out: days are over, or few are left (parameter days_left_red).
    """

    colour: str
    since: date | None = None
    ends: date | None = None
    days_left: int | None = None
    due: bool = False
    source: str = ""
    then: str | None = None
    lapsed_from: str | None = None
    overdue: bool = False

    @property
    def lapsed(self) -> bool:
        return not self.overdue and self.days_left is not None and self.days_left < 0

    @property
    def over(self) -> int:
        return -(self.days_left or 0)

    @property
    def shape(self) -> str:
        """The colour to draw: a Green that has lapsed is never drawn green."""
        return NONE if self.lapsed and self.colour == GREEN else self.colour


NO_STATUS = StatusAge(NONE)


def status_age(statements: Iterable[Any], day: date, topic: str = STATE, country: str = "") -> StatusAge:
    """Return the status on a day with its age; statements are those of one place of this country.

    The clock of the regional mechanism runs for the State's colours alone (MINE-02, MINE-05).
    """
    if topic == STATE:
        return age_of_step(reckon(statements, day, lengths_of(country)), day)
    decision = decided_on(statements, topic, day)
    return age_of(decision, day) if decision else NO_STATUS


def age_of_step(step: Reckoned, day: date) -> StatusAge:
    """Return the age of a step of the State's colour."""
    if step.decision is None:
        return NO_STATUS
    ends = step.review or step.until
    left, due = _left(ends, day)
    return StatusAge(
        step.colour, step.began, ends, left, due, step.decision.source, step.then, step.lapsed_from, step.overdue
    )


def age_of(decision: Any, day: date) -> StatusAge:
    """Return the age of a scheme's or our own decision; a Green of ours without an end date runs out after a year."""
    ends = decision.valid_to
    if ends is None and decision.value == GREEN:
        ends = last_of_months(decision.valid_from, parameter("green_valid_months", day))
    left, due = _left(ends, day)
    return StatusAge(decision.value, decision.valid_from, ends, left, due, decision.source)


def _left(ends: date | None, day: date) -> tuple[int | None, bool]:
    left = (ends - day).days if ends else None
    return left, left is not None and left <= parameter("days_left_red", day)
