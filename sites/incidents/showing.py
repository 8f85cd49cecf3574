"""A case as its page shows it: claim, replies and finding side by side, clocks, plan and history.

What a reader may not see is not loaded: who sees a case in short gets the words that were written for them, and no name
of anybody who worked on it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ledger.deeds.entries import SYSTEM
from ledger.log.erasing import is_erased
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.disclosure import sees_case
from ledger.parties.entering import without_version
from ledger.parties.models import Party, User
from ledger.risk.incidents.clocks import Running, running
from ledger.risk.incidents.models import Incident, IncidentEvent, IncidentOre, IncidentStep
from ledger.risk.incidents.seeing import IN_FULL
from ledger.risk.incidents.tables import ACKNOWLEDGE, DECIDE, PLAN, STEP
from sites.incidents.words import CLOCKS

HOURS_SHOWN_UP_TO = 72


@dataclass(frozen=True)
class Told:
    """One entry of the history: what, when, by whom (empty where it is not told), and its words."""

    what: str
    moment: datetime
    by: str
    facts: dict[str, Any]
    was_level: int | None = None

    @property
    def level(self) -> int | None:
        return self.facts.get("level")

    @property
    def is_downgrade(self) -> bool:
        return self.was_level is not None and self.level is not None and self.level > self.was_level


@dataclass(frozen=True)
class Clock:
    """A clock: its word, how far it has gone, and whether it went over."""

    word: Any
    gone: int
    limit: int
    in_hours: bool
    done: bool
    went_over: bool

    @property
    def percent(self) -> int:
        return min(100, 100 * self.gone // max(1, self.limit))

    @property
    def past(self) -> int:
        return max(0, self.gone - self.limit)


@dataclass(frozen=True)
class Shown:
    """All that a page says of a case to one reader."""

    row: Incident
    in_full: bool
    claims: Sequence[Told]
    replies: Sequence[Told]
    findings: Sequence[Told]
    history: Sequence[Told]
    clocks: Sequence[Clock]
    parties: Sequence[Party]
    silent: Sequence[Party]
    steps: Sequence[IncidentStep]
    ore: Sequence[IncidentOre]


def shown(row: Incident, how: str, party: str, now: datetime | None = None) -> Shown:
    """Return a case for a reader who acts for a party and sees it in full or in short."""
    now, in_full = now or datetime.now(UTC), how == IN_FULL
    told = _history(row, how, party)
    parties = list(Party.objects.filter(code__in=[*row.parties, *row.told]).order_by("name"))
    named = [each for each in parties if each.code in row.parties]
    return Shown(
        row=row,
        in_full=in_full,
        claims=[each for each in told if each.what == "incident.reported"],
        replies=[each for each in told if each.what == "incident.replied"],
        findings=[each for each in told if each.what == "incident.found"],
        history=told,
        clocks=clocks(row, now),
        parties=named if in_full else [each for each in named if each.code == party],
        silent=[each for each in named if each.code not in row.replied] if in_full else [],
        steps=list(IncidentStep.objects.filter(incident=row.code).order_by("plan", "number")),
        ore=list(IncidentOre.objects.filter(incident=row.code).order_by("what", "code")) if in_full else [],
    )


def _history(row: Incident, how: str, party: str) -> list[Told]:
    in_full = how == IN_FULL
    numbers = IncidentEvent.objects.filter(incident=row.code).values_list("event_id", flat=True)
    events = events_by_id(numbers)
    openings = openings_of(event.key for event in events)
    names = _names(events) if in_full else {}
    told, level = [], row.first_level
    for event in events:
        what = without_version(event.kind)
        facts = {**event.facts}
        for opening in openings.get(event.key, ()):
            if not is_erased(opening) and sees_case(how, opening.group, event.kind):
                facts |= json.loads(bytes(opening.value))
        was = level if what == "incident.level_changed" else None
        level = facts.get("level", level) if was is not None else level
        if not in_full:
            facts = _in_short(what, facts, event, party)
        told.append(
            Told(what, datetime.fromisoformat(event.envelope["recorded_at"]), _by(what, event, names), facts, was)
        )
    return told


def _in_short(what: str, facts: dict[str, Any], event: Positioned, party: str) -> dict[str, Any]:
    """Return what somebody may read who is named in a case, or to whom it was passed on."""
    if what == "incident.reported":
        return {"summary": facts.get("summary")}
    if what == "incident.replied":
        return facts if facts.get("party") == party or event.party == party else {"party": None}
    kept = ("finding", "level", "decision", "outcome", "plan_on", "step", "summary", "area", "clock")
    return {name: facts[name] for name in kept if name in facts}


def _names(events: Sequence[Positioned]) -> dict[str, str]:
    """Return the names of those who worked on a case; whoever entered the claim is not among them (WB-01)."""
    actors = {event.envelope["actor"] for event in events if not event.kind.startswith("incident.reported")}
    known = [actor for actor in actors if len(actor) == 36]
    return {str(each.public_id): each.get_username() for each in User.objects.filter(public_id__in=known)}


def _by(what: str, event: Positioned, names: dict[str, str]) -> str:
    actor = event.envelope["actor"]
    if what == "incident.reported":
        return ""
    return SYSTEM.id if actor == SYSTEM.id else names.get(actor, "")


def clocks(row: Incident, now: datetime) -> list[Clock]:
    """Return the clocks of a case: those that run, and those that were stopped."""
    going = {each.clock: each for each in running(row)}
    shown_ones = []
    for word in (ACKNOWLEDGE, PLAN, STEP, DECIDE):
        if word in going:
            shown_ones.append(_clock(going[word], now, word in row.over))
        elif (stopped := _stopped(row, word)) is not None:
            begun, due, end = stopped
            shown_ones.append(_clock(Running(word, begun, due), end, word in row.over, done=True))
    return shown_ones


def _stopped(row: Incident, word: str) -> tuple[datetime, datetime, datetime] | None:
    if word == ACKNOWLEDGE and row.acknowledged_at is not None:
        return row.opened_at, row.ack_by, row.acknowledged_at
    return None


def _clock(clock: Running, now: datetime, went_over: bool, done: bool = False) -> Clock:
    gone, limit = now - clock.begun, clock.due - clock.begun
    in_hours = limit.total_seconds() <= HOURS_SHOWN_UP_TO * 3600
    unit = 3600 if in_hours else 86_400
    return Clock(
        CLOCKS[clock.clock],
        int(gone.total_seconds() // unit),
        round(limit.total_seconds() / unit),
        in_hours,
        done,
        went_over or now > clock.due,
    )


def days_open(row: Incident, today: date) -> int:
    """Return how many days a case was or has been open."""
    return ((row.closed_on or today) - row.opened_on).days
