"""Reads standing: which statement counts on a day, and which evidence is the last. Pure, over loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

STATE, SCHEME, OWN = "status.state", "status.scheme", "status.own"
LICENCE, LICENCE_STOPPED = "licence", "licence.stopped"
PARTY_STATUS, MEMBER, CERTIFICATE = "party.status", "member", "certificate"
BLUE_REPORT, BLUE_OBJECTION = "blue.report", "blue.objection"
WITHDRAWN = "withdrawn"
"""A statement of this topic takes back the one whose event id is its value (the same subject's)."""
VISIT, PRESENCE, INTERFERENCE = "visit.on_site", "visit.armed_presence", "visit.interference"
YES, NO, UNKNOWN = "yes", "no", "unknown"
GREEN, YELLOW, RED, BLUE = "green", "yellow", "red", "blue"


def live(statements: Iterable[Any]) -> list[Any]:
    """Return the statements that nobody has withdrawn; the withdrawals themselves are left out."""
    listed = list(statements)
    taken_back = {each.value for each in listed if each.topic == WITHDRAWN}
    if not taken_back:
        return listed
    return [each for each in listed if each.topic != WITHDRAWN and str(each.event_id) not in taken_back]


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
