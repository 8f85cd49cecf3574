"""Reads standing: which statement counts on a day, and which evidence is the last. Pure, over loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

STATE, SCHEME, OWN = "status.state", "status.scheme", "status.own"
LICENCE, LICENCE_STOPPED = "licence", "licence.stopped"
PARTY_STATUS, MEMBER, CERTIFICATE = "party.status", "member", "certificate"
CARD = "card"
"""A natural person's card (miner, trader), with its first and last day: ACT-01 reads it."""
BLUE_REPORT, BLUE_OBJECTION = "blue.report", "blue.objection"
WITHDRAWN = "withdrawn"
"""A statement of this topic takes back those of the same subject that the events in its terms brought."""
OF_STATE = (STATE, WITHDRAWN)
"""What the State's colour of a place follows from."""
AGREEMENT = "agreement"
"""Partnership, cession, consent, offtake or lease between the holder of a title and a group: on both of them."""
VISIT, PRESENCE, INTERFERENCE = "visit.on_site", "visit.armed_presence", "visit.interference"
SITE_CLASS, CAPACITY = "site.class", "site.capacity"
INCIDENT_HOLD = "incident.hold"
"""An incident of Level 1 holds a site (`held`) until it is decided (`ended`); its terms name the incident."""
YES, NO, UNKNOWN = "yes", "no", "unknown"
GREEN, YELLOW, RED, BLUE = "green", "yellow", "red", "blue"


def live(statements: Iterable[Any]) -> list[Any]:
    """Return the statements that nobody has withdrawn; the withdrawals themselves are left out."""
    listed = list(statements)
    taken_back = {event for each in listed if each.topic == WITHDRAWN for event in each.terms["events"]}
    if not taken_back:
        return listed
    return [each for each in listed if each.topic != WITHDRAWN and each.event_id not in taken_back]


def is_withdrawn(statements: Iterable[Any], event_id: int) -> bool:
    """Say whether an event of this subject was taken back."""
    return any(each.topic == WITHDRAWN and event_id in each.terms["events"] for each in statements)


def decided_on(statements: Iterable[Any], topic: str, day: date) -> Any | None:
    """Return the latest decision whose validity had begun on a day, ended or not; None if there is none.

    Of two that begin on the same day the one recorded later counts.
    """
    begun = [each for each in live(statements) if each.topic == topic and each.valid_from <= day]
    return max(begun, key=lambda each: (each.valid_from, each.event_id), default=None)


def in_force(statement: Any | None, day: date) -> bool:
    """Say whether a decision still holds on a day (its last day included)."""
    return statement is not None and (statement.valid_to is None or day <= statement.valid_to)


def last_seen(statements: Iterable[Any], topic: str, day: date) -> Any | None:
    """Return the last observation on or before a day that answered this question at all."""
    answered = [each for each in live(statements) if each.topic == topic and each.valid_from <= day]
    known = [each for each in answered if each.value != UNKNOWN]
    return max(known, key=lambda each: (each.valid_from, each.event_id), default=None)
