"""What a decision about a party looks like on a day: its colour, its word, and its age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.reference.parameters import parameter
from ledger.standing.party_status import ACTIVE, BLOCKING, latest_decisions, stopped_by
from sites.parties.words import word

COLOURS = {"active": "green", "suspended": "hold", "revoked": "red", "none": "none"}


@dataclass(frozen=True)
class Aged:
    """Something with days: when it began, when it ends, and how that is told on the day it is asked for."""

    since: date | None
    ends: date | None
    days_left: int | None
    due: bool

    @property
    def lapsed(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def age(self) -> str:
        """Days left or over; nothing where no end is named."""
        if self.days_left is None:
            return ""
        if self.lapsed:
            return ngettext("%(days)s day over", "%(days)s days over", -self.days_left) % {"days": -self.days_left}
        return ngettext("%(days)s day left", "%(days)s days left", self.days_left) % {"days": self.days_left}


def aged(since: date | None, ends: date | None, today: date) -> Aged:
    """Return the age of what holds from one day to another."""
    left = (ends - today).days if ends else None
    return Aged(since, ends, left, left is not None and left <= parameter("days_left_red", today))


@dataclass(frozen=True)
class Decision:
    """What one authority has decided, or that it has not."""

    by: str
    colour: str
    word: str
    aged: Aged
    authority: str = ""
    act: str = ""
    reason: str = ""
    document: str = ""


def decisions(statements: list[Any], today: date) -> list[Decision]:
    """Return the decisions of the State, schemes and ourselves, in this order, undecided ones too."""
    found = {(each.terms or {}).get("by", ""): each for each in latest_decisions(statements, today)}
    return [_decision(by, found.get(by), today) for by in ("state", "scheme", "own")]


def _decision(by: str, said: Any | None, today: date) -> Decision:
    if said is None:
        return Decision(by, "none", word("status", "none"), aged(None, None, today))
    told, terms = aged(said.valid_from, said.valid_to, today), said.terms or {}
    text = _("%(status)s has ended") % {"status": word("status", said.value)} if told.lapsed else None
    return Decision(
        by,
        "none" if told.lapsed else COLOURS[said.value],
        text or word("status", said.value),
        told,
        terms.get("authority", ""),
        said.source,
        terms.get("reason", ""),
        terms.get("document", ""),
    )


def overall(statements: list[Any], today: date) -> Decision:
    """Return what counts on a day: the hardest decision in force, else that it may act, else that nobody decided."""
    stop = stopped_by(statements, today)
    if stop is not None:
        return _decision((stop.terms or {}).get("by", ""), stop, today)
    allowing = [each for each in latest_decisions(statements, today) if each.value == ACTIVE]
    holding = [each for each in allowing if each.valid_to is None or today <= each.valid_to]
    latest = max(holding or allowing, key=lambda each: each.valid_from, default=None)
    return _decision((latest.terms or {}).get("by", "") if latest else "", latest, today)


def stops(status: str) -> bool:
    """Say whether a status keeps a party from acting."""
    return status in BLOCKING
