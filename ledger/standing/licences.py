"""Which licences a party holds: what was granted, renewed and stopped, as its statements tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.standing.reading import CARD, LICENCE, LICENCE_STOPPED, live

REGIME_CODE = re.compile("[A-Z]{2}-[A-Z0-9-]+")
"""A card whose kind is spelled as the code of a regime (CD-CEA) is a licence of that regime."""


@dataclass(frozen=True)
class Held:
    """One licence as its holder's statements tell it; `supposed` ones belong to a party that is only thought of."""

    code: str
    regime: str
    jurisdiction: str
    number: str = ""
    periods: tuple[tuple[date, date | None], ...] = ()
    stops: tuple[tuple[str, date, date | None], ...] = ()
    terms: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[int, ...] = ()
    supposed: bool = False

    @property
    def ores(self) -> tuple[str, ...]:
        """Ores that the paper itself names; none: those of its regime."""
        return tuple(self.terms.get("ores") or ())

    @property
    def place(self) -> str:
        return str(self.terms.get("place") or "")

    @property
    def zone(self) -> str:
        return str(self.terms.get("zone") or "")

    @property
    def end_is_assumed(self) -> bool:
        """Whether its end was worked out from the regime's length because the paper named none."""
        return bool(self.terms.get("end_assumed"))

    def runs_on(self, day: date) -> bool:
        """Say whether a day lies in one of its periods, both ends included."""
        return self.supposed or any(first <= day and (last is None or day <= last) for first, last in self.periods)

    def stopped_on(self, day: date) -> str:
        """Return how it is stopped on a day: suspended, revoked, surrendered; nothing if it is not."""
        for how, first, last in sorted(self.stops, key=lambda stop: stop[1]):
            if first <= day and (last is None or day <= last):
                return how
        return ""

    def last_day(self, day: date) -> date | None:
        """Return the last day of the unbroken run of periods that holds a day; None if no end is known."""
        last = day
        for first, ends in sorted(self.periods, key=lambda period: period[0]):
            if first.toordinal() <= last.toordinal() + 1 and (ends is None or ends >= last):
                if ends is None:
                    return None
                last = ends
        return last

    def ended_before(self, day: date) -> date | None:
        """Return the last day of the latest period that ended before a day; None if none did."""
        return max((ends for _, ends in self.periods if ends is not None and ends < day), default=None)

    def begins_after(self, day: date) -> bool:
        """Say whether all its periods begin after a day."""
        return bool(self.periods) and all(first > day for first, _ in self.periods)


def held_by(statements: Iterable[Any]) -> list[Held]:
    """Return the licences of a party, cards among them, in the order of their codes; what was withdrawn never was."""
    granted: dict[str, list[Any]] = {}
    stopped: dict[str, list[Any]] = {}
    said = live(statements)
    for each in said:
        if each.topic == LICENCE:
            granted.setdefault(each.terms["licence"], []).append(each)
        elif each.topic == LICENCE_STOPPED:
            stopped.setdefault(each.terms["licence"], []).append(each)
    cards = [_card(each) for each in said if each.topic == CARD and REGIME_CODE.fullmatch(each.value)]
    return [_licence(code, granted[code], stopped.get(code, [])) for code in sorted(granted)] + cards


def _card(said: Any) -> Held:
    period = (said.valid_from, said.valid_to)
    return Held("", said.value, said.value[:2], said.source, (period,), events=(said.event_id,))


def card_ran_out(statements: Iterable[Any], day: date) -> date | None:
    """Return the last day of a party's latest card if it has cards and none of them runs on a day; else None."""
    cards = [each for each in live(statements) if each.topic == CARD and each.valid_from <= day]
    if any(each.valid_to is None or day <= each.valid_to for each in cards):
        return None
    return max((each.valid_to for each in cards), default=None)


def _licence(code: str, said: list[Any], stops: list[Any]) -> Held:
    last = max(said, key=lambda each: each.event_id)
    return Held(
        code=code,
        regime=last.value,
        jurisdiction=str(last.terms.get("jurisdiction", "")),
        number=last.source,
        periods=tuple((each.valid_from, each.valid_to) for each in said),
        stops=_stops(stops),
        terms=last.terms,
        events=tuple(sorted(each.event_id for each in [*said, *stops])),
    )


def _stops(said: list[Any]) -> tuple[tuple[str, date, date | None], ...]:
    # a stop stated anew from the same day replaces what was said before: so an open suspension gets its end
    latest = {(each.value, each.valid_from): each for each in sorted(said, key=lambda each: each.event_id)}
    return tuple((how, first, each.valid_to) for (how, first), each in sorted(latest.items()))
