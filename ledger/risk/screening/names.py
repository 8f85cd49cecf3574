"""Under which names parties are known, their own and those of the people behind them. Rooms above read the openings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ledger.risk.screening.tables import OWN

TRADE, PEOPLE = "trade", "people"


@dataclass(frozen=True)
class Known:
    """One name under which a party is known; `group` is the disclosure group that hides it."""

    name: str
    organisation: bool
    group: str
    role: str = OWN
    countries: tuple[str, ...] = ()
    born: int | None = None


NamesOf = Callable[[Sequence[str]], Mapping[str, Sequence[Known]]]
_PROVIDERS: list[NamesOf] = []
NAMING = ("party.registered.", "person.registered.", "party.people_stated.", "person.forgotten.")
"""Kinds that change under which names a party is known; each names it as `party`."""


def names_from(provider: NamesOf) -> NamesOf:
    """Register a function that returns the names of parties by code."""
    _PROVIDERS.append(provider)
    return provider


def names_of(codes: Sequence[str]) -> dict[str, list[Known]]:
    """Return the names of parties; a party without any (a person who was forgotten) has none."""
    found: dict[str, list[Known]] = {code: [] for code in codes}
    for provider in _PROVIDERS:
        for code, names in provider(codes).items():
            found[code] += names
    return found
