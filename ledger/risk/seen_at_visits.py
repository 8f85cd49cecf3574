"""What visits to a place say together, question by question: yes, no, or no longer known. Pure, over loaded rows.

The last visit that answered counts. A "yes" stays until somebody who was on site says no; a "no" that is a year old
clears nothing any more: what is going on then is unknown, and unknown is never low.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.reference.parameters import parameter
from ledger.risk.rules import PlaceSeen
from ledger.standing.months import months_later
from ledger.standing.reading import INTERFERENCE, NO, PRESENCE, UNKNOWN, VISIT, YES

FOUND = "seen_at_visits"
NON_STATE = frozenset({"local_group", "foreign_group"})
STATE_FORCES = frozenset({"army", "police", "mines_police"})
NOT_KNOWN = "unknown"


@dataclass(frozen=True)
class ArmedActor:
    """One armed actor of a visit, by kind; what it is called is not for rules."""

    kind: str
    interference: str | None = None
    conduct: Sequence[str] = ()


@dataclass(frozen=True)
class VisitSeen:
    """What one visit answered, as far as a rule asks."""

    event_id: int
    on: date
    on_site: str = YES
    presence: str = UNKNOWN
    interference: str = UNKNOWN
    armed: Sequence[ArmedActor] = ()
    children: str = UNKNOWN
    young: str = UNKNOWN
    forced_labour: str = UNKNOWN
    abuses: Sequence[str] = ()


@dataclass(frozen=True)
class Answer:
    """A question answered by visits: `visit` said yes; `cleared_by` said no since, too long ago to be believed."""

    visit: VisitSeen
    cleared_by: VisitSeen | None = None

    @property
    def is_known(self) -> bool:
        """Whether the yes still stands; else it is unknown whether it does."""
        return self.cleared_by is None


Question = Callable[[VisitSeen], str]


def visits_of(place: PlaceSeen) -> list[VisitSeen]:
    """Return the visits of a place up to its day, the oldest first; from standing alone where nobody found more."""
    found = place.findings.get(FOUND)
    visits = list(found) if found is not None else _from_statements(place.statements)
    return sorted((each for each in visits if each.on <= place.today), key=lambda each: (each.on, each.event_id))


def _from_statements(statements: Iterable[Any]) -> list[VisitSeen]:
    said: dict[tuple[date, int], dict[str, Any]] = {}
    names = {VISIT: "on_site", PRESENCE: "presence", INTERFERENCE: "interference"}
    for each in statements:
        if each.topic in names:
            said.setdefault((each.valid_from, each.event_id), {})[names[each.topic]] = each.value
    return [VisitSeen(event, day, **answers) for (day, event), answers in said.items()]


def answered(visits: Sequence[VisitSeen], question: Question, today: date) -> Answer | None:
    """Return the yes that stands, or that an old no has not cleared; None where there is none."""
    asked = [each for each in visits if question(each) == YES or (question(each) == NO and each.on_site != NO)]
    said_yes = [each for each in asked if question(each) == YES]
    if not said_yes:
        return None
    last, last_yes = asked[-1], said_yes[-1]
    if last is last_yes:
        return Answer(last_yes)
    limit = parameter("no_visit_unknown_months", today)
    return Answer(last_yes, last) if months_later(last.on, limit) <= today else None


def kinds_at(visit: VisitSeen) -> frozenset[str]:
    """Return the kinds of armed actors that a visit saw; unknown where it named none."""
    return frozenset(each.kind for each in visit.armed) or frozenset({NOT_KNOWN})


def kinds_interfering(visit: VisitSeen) -> frozenset[str]:
    """Return the kinds that interfere: those of which it is said, else all of which it is not denied."""
    said = [each for each in visit.armed if each.interference == YES]
    said = said or [each for each in visit.armed if each.interference != NO and each.conduct]
    said = said or [each for each in visit.armed if each.interference != NO]
    return frozenset(each.kind for each in said) or frozenset({NOT_KNOWN})


def conduct_of(visit: VisitSeen, kinds: frozenset[str]) -> list[str]:
    """Return what actors of these kinds were said to do, sorted."""
    return sorted({deed for each in visit.armed if each.kind in kinds for deed in each.conduct})


def interference_by(kinds: frozenset[str]) -> Question:
    """Return the question whether armed actors of these kinds interfere."""

    def question(visit: VisitSeen) -> str:
        said = interference_said(visit)
        return NO if said == YES and not kinds_interfering(visit) & kinds else said

    return question


def interference_said(visit: VisitSeen) -> str:
    """Return whether anybody armed interferes: as the visit answered, or as it said of one actor."""
    if visit.interference == UNKNOWN and any(each.interference == YES for each in visit.armed):
        return YES
    return visit.interference


def evidence(answer: Answer, kinds: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """Return days and kinds for a flag; a no that is too old to be believed is told beside the yes."""
    said = {"seen_on": answer.visit.on.isoformat(), **({"kinds": ", ".join(sorted(kinds))} if kinds else {}), **more}
    if answer.cleared_by is None:
        return said
    return {**said, "no_on": answer.cleared_by.on.isoformat(), "why": "old"}
