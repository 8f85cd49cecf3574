"""D13 (PLAU-02): ore was dug on days on which a place was closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.held_sites import HELD
from ledger.reference.parameters import parameter
from ledger.risk.plausibility.digging import DUG, Dug, Span, in_span
from ledger.risk.plausibility.innocent import ALLOWED_WORK, DATE_SLIP
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later
from ledger.standing.reading import INCIDENT_HOLD, SCHEME, live

HELD_LOTS = "lots_of_closed_days"
SUSPENDED, INCIDENT = "suspended", "incident"
SENTENCES = {
    "hold": _(
        "Ore was dug on %(number)s days on which the place was closed, the first of them %(day)s; it was closed from "
        "%(since)s on."
    ),
    "hold.suspended": _(
        "Ore was dug on %(number)s days on which the scheme had suspended the place, the first of them %(day)s; it was "
        "suspended from %(since)s on."
    ),
    "hold.incident": _(
        "Ore was dug on %(number)s days on which the place was closed for an incident, the first of them %(day)s; it "
        "was closed from %(since)s on."
    ),
}


@dataclass(frozen=True)
class Closed:
    """Days on which a place was closed, and the word for why."""

    first: date
    last: date
    why: str

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


def suspensions(statements: Iterable[Any], today: date) -> list[Closed]:
    """Return the spans in which the scheme had suspended a place, each until the next decision or its own last day."""
    said = sorted(
        (each for each in live(statements) if each.topic == SCHEME and each.valid_from <= today),
        key=lambda each: (each.valid_from, each.event_id),
    )
    ends = [each.valid_from - timedelta(days=1) for each in said[1:]] + [today] * bool(said)
    return [
        Closed(each.valid_from, min(end, each.valid_to or end), SUSPENDED)
        for each, end in zip(said, ends, strict=True)
        if each.value == SUSPENDED and each.valid_from <= min(end, each.valid_to or end)
    ]


def incident_holds(statements: Iterable[Any], today: date) -> list[Closed]:
    """Return the spans in which an incident held a place, each until it was freed of that incident or until today."""
    begun: dict[str, date] = {}
    found = []
    for each in sorted(live(statements), key=lambda said: said.event_id):
        if each.topic != INCIDENT_HOLD:
            continue
        incident = each.terms["incident"]
        if each.value == HELD:
            begun.setdefault(incident, each.valid_from)
        elif incident in begun:
            found.append(Closed(begun.pop(incident), each.valid_from - timedelta(days=1), INCIDENT))
    return [each for each in found if each.first <= each.last] + [
        Closed(day, today, INCIDENT) for day in begun.values() if day <= today
    ]


def closings(statements: Sequence[Any], today: date) -> list[Closed]:
    """Return all spans in which a place was closed, as far as its standing says so."""
    return [*suspensions(statements, today), *incident_holds(statements, today)]


def dug_while_closed(days: Sequence[Dug], closed: Iterable[Closed], since: date) -> list[tuple[Closed, list[date]]]:
    """Return the closed spans in which anything was dug since a day, each with the days, in their order."""
    found = []
    for each in sorted(closed, key=lambda one: (one.first, one.last, one.why)):
        dug = sorted({one.day for one in in_span(days, each.span) if one.day >= since})
        if dug:
            found.append((each, dug))
    return found


def closed_since(today: date, country: str = "") -> date:
    """Return the first day that is looked at."""
    return months_later(today.replace(day=1), 1 - parameter("output_months", today, country))


@rule(
    "D13",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D13; custody_3t.md §6, PLAU-02",
    innocent=(ALLOWED_WORK, DATE_SLIP),
    clears=_(
        "A corrected day of digging, or the paper that allowed the work: the agent or who closed the place has it."
    ),
    parameters=("output_months",),
    reads=(
        _("days on which ore was dug that was tagged"),
        _("decisions of the scheme, and incidents that held the place"),
    ),
)
def dug_on_closed_days(place: PlaceSeen) -> Worry | None:
    """Nothing is dug on days on which the scheme had suspended the place, or an incident held it."""
    closed = closings(place.statements, place.today)
    found = dug_while_closed(place.findings.get(DUG, ()), closed, closed_since(place.today, place.country))
    if not found:
        return None
    last, days = found[-1]
    evidence = {"why": last.why, "since": last.first.isoformat(), "day": days[0].isoformat(), "number": len(days)}
    return Worry("hold", "operational", evidence, lots=tuple(place.findings.get(HELD_LOTS, ())))
