"""What is asked of a statement, read from an address: whose, where, what, which days, as known when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ledger import codes
from ledger.balance.books import Scope, last_event_by
from ledger.balance.periods import FIRST_DAY, Period, month, month_of, rolling
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.reference.minerals import MINERALS

MOST_MONTHS = 120
NAMES = ("party", "place", "mineral", "lot", "month", "from", "to", "months", "known")


class BadAsking(ValueError):
    """A part of the question that cannot be read: its name and what was expected."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}")
        self.name, self.expected = name, expected


@dataclass(frozen=True)
class Asked:
    """A question read: the scope that the actor may ask about, the days, and the day as of which it is known."""

    scope: Scope
    period: Period
    known_on: date | None

    @property
    def about_something(self) -> bool:
        """Whether it is narrowed at all: a whole programme's books are nobody's statement."""
        scope = self.scope
        return bool(scope.party or scope.place or scope.mineral or scope.lot)


def read(said: Mapping[str, str], actor: Actor, today: date) -> Asked:
    """Return the question; raises BadAsking. Whoever does not oversee the programme asks about the own books alone."""
    words = {name: (said.get(name) or "").replace("\0", "").strip() for name in NAMES}
    scope = Scope(
        party=_code(words, "party", codes.PARTY),
        place=_code(words, "place", codes.PLACE),
        mineral=_mineral(words["mineral"]),
        lot=_code(words, "lot", codes.LOT),
    )
    if not sees_everything(actor):
        scope = _own(scope, actor)
    known_on = _day(words, "known") if words["known"] else None
    if known_on is not None and known_on < today:
        scope = scope.as_known(last_event_by(known_on))
    return Asked(scope, _period(words, today), known_on)


def _own(scope: Scope, actor: Actor) -> Scope:
    if scope.party not in {"", actor.party} or not actor.party:
        raise BadAsking("party", "your own party: other parties' books are theirs")
    if scope.lot and not lots_seen_by(actor).filter(code=scope.lot).exists():
        raise BadAsking("lot", "the code of a lot that went through your party's hands")
    return Scope(actor.party, scope.place, scope.mineral, scope.lot)


def _code(words: Mapping[str, str], name: str, kind: str) -> str:
    if not words[name]:
        return ""
    code = codes.normal(words[name])
    if not codes.is_code(code, kind):
        raise BadAsking(name, f"the code of a {name}")
    return code


def _mineral(typed: str) -> str:
    if typed and typed not in MINERALS:
        raise BadAsking("mineral", "one of " + ", ".join(MINERALS))
    return typed


def _period(words: Mapping[str, str], today: date) -> Period:
    if words["month"]:
        try:
            return month(words["month"])
        except ValueError:
            raise BadAsking("month", "a month as 2026-11") from None
    if words["months"]:
        return rolling(_day(words, "to") if words["to"] else today, _months(words["months"]))
    if not words["from"] and not words["to"]:
        return month_of(today)
    last = _day(words, "to") if words["to"] else today
    first = _day(words, "from") if words["from"] else FIRST_DAY
    if first > last:
        raise BadAsking("to", "a day not before the first")
    return Period(first, last)


def _months(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= MOST_MONTHS):
        raise BadAsking("months", f"a whole number from 1 to {MOST_MONTHS}")
    return int(typed)


def _day(words: Mapping[str, str], name: str) -> date:
    try:
        day = date.fromisoformat(words[name])
    except ValueError:
        raise BadAsking(name, "a day as 2026-11-23") from None
    if not FIRST_DAY <= day <= date(2200, 1, 1):
        raise BadAsking(name, "a day from 1900 to 2200")
    return day
