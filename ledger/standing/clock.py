"""The clock of the State's colours: what a site's decisions mean on any day, also where nobody acted (MINE-02). Pure.

A decision begins on its first day and replaces what was before. A Green that runs out becomes Blue, a Blue becomes
Red; Yellow and Red do not end by themselves, they fall due to be evaluated again. docs/statuses.md says it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ledger.standing.lengths import Lengths
from ledger.standing.months import last_of_months
from ledger.standing.reading import BLUE, GREEN, RED, STATE, YELLOW, live

NONE = "none"
NOT_DECIDED, DECIDED, LAPSED, TO_REVIEW = "not_decided", "decided", "lapsed", "to_review"
"""Why a colour holds: no decision had begun; an act; an act that ran out; an act that is to be evaluated again."""
FOLLOWS = {GREEN: BLUE, BLUE: RED}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reckoned:
    """One step of a site's colour.

    It holds from `since` to `until`, both included; None has no bound. `then` is the colour of the next step: the same
    one where a Yellow or Red falls due to be evaluated again, and is `overdue` from then on. `decision` is the
    statement that it rests on, `lapsed_from` the colour decided if that ran out, `began` the day on which the colour
    itself began.
    """

    colour: str
    since: date | None = None
    until: date | None = None
    then: str | None = None
    decision: Any | None = None
    lapsed_from: str | None = None
    overdue: bool = False
    why: str = NOT_DECIDED
    began: date | None = None

    @property
    def review(self) -> date | None:
        """The last day before a Yellow or Red is to be evaluated again; also once it has passed."""
        if self.overdue and self.since:
            return self.since - ONE_DAY
        return self.until if self.then == self.colour else None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def reckon(statements: Iterable[Any], day: date, lengths: Lengths, topic: str = STATE) -> Reckoned:
    """Return the colour on a day, with where it comes from and what follows if nobody acts."""
    return next(step for step in steps(statements, lengths, topic) if step.holds_on(day))


def steps(statements: Iterable[Any], lengths: Lengths, topic: str = STATE) -> list[Reckoned]:
    """Return all steps in order, without a gap, from before the first decision to the end of days."""
    begun = _in_order(each for each in live(statements) if each.topic == topic)
    made = [Reckoned(NONE)]
    for decision in begun:
        made = [*_cut(made, decision.valid_from), *_of(decision, lengths)]
    return [replace(step, then=after.colour) for step, after in zip(made, made[1:], strict=False)] + made[-1:]


def _in_order(decisions: Iterable[Any]) -> Sequence[Any]:
    """Return decisions by their first day; of those that begin together the one recorded last counts alone."""
    counting: dict[date, Any] = {}
    for decision in sorted(decisions, key=lambda each: each.event_id):
        counting[decision.valid_from] = decision
    return [counting[first] for first in sorted(counting)]


def _cut(made: Sequence[Reckoned], first: date) -> list[Reckoned]:
    """End the steps on the day before a decision begins, and leave out those that would have begun later."""
    kept = [step for step in made if step.since is None or step.since < first]
    last = None if first == date.min else first - ONE_DAY
    if last is None:
        return []
    if kept[-1].until is None or kept[-1].until > last:
        kept[-1] = replace(kept[-1], until=last)
    return kept


def _of(decision: Any, lengths: Lengths) -> Iterator[Reckoned]:
    """Yield the steps of one decision as if no other followed."""
    colour, since, last = decision.value, decision.valid_from, decision.valid_to
    step = Reckoned(colour, since, decision=decision, why=DECIDED, began=since)
    while step.colour in FOLLOWS:
        last = last or last_of_months(step.since or since, lengths.months(step.colour, step.since or since))
        if last == date.max:
            yield step
            return
        yield replace(step, until=last)
        after = last + ONE_DAY
        step = replace(step, colour=FOLLOWS[step.colour], since=after, lapsed_from=colour, why=LAPSED, began=after)
        last = None
    if step.colour not in {YELLOW, RED}:
        yield step
        return
    last = last or last_of_months(step.since or since, lengths.months(step.colour, step.since or since))
    if last == date.max:
        yield step
        return
    yield replace(step, until=last)
    yield replace(step, since=last + ONE_DAY, until=None, overdue=True, why=TO_REVIEW)
