"""Disclosure: who sees which group of an event, and where. One table; whatever shows an opening asks it.

Everything that no line allows is withheld. Open facts are no part of it: they stand in the leaf, for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.deeds.entries import Actor
from ledger.parties.entering import without_version
from ledger.parties.roles import KEEPERS, OVERSEERS

TRADE, PEOPLE, POSITION, NOTES = "trade", "people", "position", "notes"
GROUPS = (TRADE, PEOPLE, POSITION, NOTES)

PAGE, API, EXPORT, PACK = "page", "api", "export", "pack"
WHERE = (PAGE, API, EXPORT, PACK)
"""A page, an answer of the API, a file in somebody's form or a spreadsheet, and the pack that proves itself."""
EVERYWHERE = frozenset(WHERE)
ON_SCREEN = frozenset({PAGE, API})

COUNTERPARTY_FACTS = ("holder", "seller", "to", "party")
"""Facts by which an event names the other party of a trade, or whom it is about."""


@dataclass(frozen=True)
class Asked:
    """Somebody who asks for one group of one event: what the event says of its parties, and how a case is seen."""

    actor: Actor
    party: str = ""
    value: Mapping[str, Any] | None = None
    sides: Sequence[str] = ()
    case: str | None = None


@dataclass(frozen=True)
class Who:
    """Some who may see something: in words for the docs, and as a question about whoever asks."""

    words: str
    are: Callable[[Asked], bool]


def _of_party(asked: Asked, parties: Iterable[Any]) -> bool:
    return asked.actor.party != "" and asked.actor.party in set(parties)


def _roles(roles: frozenset[str]) -> Who:
    words = ", ".join(sorted(role.replace("_", " ") for role in roles))
    return Who(words, lambda asked: bool(asked.actor.roles & roles))


OVERSEE = _roles(OVERSEERS)
KEEP = _roles(KEEPERS)
SIGNED_IN = Who("anybody with a role", lambda asked: bool(asked.actor.roles))
ENTERED = Who("the party that entered it", lambda asked: _of_party(asked, [asked.party]))
NAMED = Who(
    "the party that it names (" + ", ".join(COUNTERPARTY_FACTS) + ")",
    lambda asked: _of_party(asked, ((asked.value or {}).get(name) for name in COUNTERPARTY_FACTS)),
)
SIDES = Who("both sides of the hand-over", lambda asked: _of_party(asked, asked.sides))
CASE_IN_FULL = Who("who sees the case in full", lambda asked: asked.case == "full")
CASE_IN_SHORT = Who("who is named in the case or told of it", lambda asked: asked.case == "short")


@dataclass(frozen=True)
class Line:
    """One line of the table: these may see this group of these kinds (all, where none is named) in these places."""

    group: str
    who: Who
    kinds: tuple[str, ...] = ()
    where: frozenset[str] = EVERYWHERE
    why: str = ""

    def is_about(self, group: str, kind: str, where: str) -> bool:
        return self.group == group and where in self.where and (not self.kinds or self._names(kind))

    def _names(self, kind: str) -> bool:
        plain = without_version(kind)
        return any(plain.startswith(name) if name.endswith(".") else plain == name for name in self.kinds)


DISCLOSURE = (
    Line(TRADE, OVERSEE, why="they see the whole programme"),
    Line(TRADE, ENTERED, why="it is their own trade"),
    Line(TRADE, NAMED, why="it is their own trade, entered by the other party"),
    Line(TRADE, SIDES, why="what one side enters about a hand-over the other is told"),
    Line(TRADE, SIGNED_IN, ("party.registered",), why="whoever may see hands may read whose they are"),
    Line(
        TRADE,
        SIGNED_IN,
        ("party.described",),
        frozenset({EXPORT}),
        "the exchange form asks for address, tax number and contact of each organisation that had the ore",
    ),
    Line(TRADE, CASE_IN_FULL, ("incident.",), ON_SCREEN, "they work on the case, or look over those who do"),
    Line(TRADE, CASE_IN_SHORT, ("incident.",), ON_SCREEN, "level, finding, plan, decision and outcome alone"),
    Line(POSITION, OVERSEE, why="they visit the sites"),
    Line(POSITION, ENTERED, ("consignment.dispatched",), why="the way and the lorry are what is looked at at the gate"),
    Line(POSITION, NAMED, ("consignment.dispatched",), why="the same, at the other gate"),
    Line(POSITION, SIDES, ("consignment.dispatched",), why="the same"),
    Line(NOTES, OVERSEE, why="they look into what was remarked"),
    Line(NOTES, ENTERED, why="their own remark"),
    Line(NOTES, NAMED, why="a remark about them"),
    Line(NOTES, CASE_IN_FULL, ("incident.",), ON_SCREEN, "they work on the case, or look over those who do"),
    Line(NOTES, CASE_IN_SHORT, ("incident.",), ON_SCREEN, "the summary that was written for them, and their own reply"),
    Line(PEOPLE, KEEP, where=ON_SCREEN, why="they keep the register; it leaves in no pack and no file"),
    Line(
        PEOPLE,
        KEEP,
        ("export_certificate.",),
        frozenset({EXPORT}),
        "the certificate's own form names the officials who sign it",
    ),
)
"""The public, holders of a receipt code, and whoever holds nothing but a pack: no line, so nothing but open facts."""


def sees(asked: Asked, group: str, kind: str, where: str = PAGE) -> bool:
    """Say whether somebody sees a group of an event of this kind in this place."""
    return any(line.who.are(asked) for line in DISCLOSURE if line.is_about(group, kind, where))


def sees_case(how: str | None, group: str, kind: str) -> bool:
    """Say whether a group of a case's entry is shown to who sees the case so: in full, in short, or not at all."""
    return sees(Asked(Actor("", ""), case=how), group, kind, PAGE)


def leaves_with(where: str, group: str, kind: str) -> bool:
    """Say whether everybody with a role is given a group of such events there, since the form asks for it."""
    return any(line.who is SIGNED_IN for line in DISCLOSURE if line.is_about(group, kind, where))
