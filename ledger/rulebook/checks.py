"""What a cell of a reference table may say: each check returns what was expected, or nothing if all is well. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ledger.reference.minerals import MINERALS
from ledger.rulebook.stating import CONFIDENCE

Check = Callable[[str], str | None]
MOST_SIGNS = 2_000


def text(said: str) -> str | None:
    """Any text that an entry can hold."""
    return None if len(said) <= MOST_SIGNS and said.isprintable() else f"one line of at most {MOST_SIGNS} signs"


def filled(said: str) -> str | None:
    """Not blank."""
    return None if said.strip() else "not blank"


def part(said: str) -> str | None:
    """What an entry takes as a part of a table: a country, a list."""
    return None if re.fullmatch("[A-Za-z0-9-]{1,10}", said) else "1 to 10 letters, digits or -"


def one_of(*words: str) -> Check:
    """Return a check for one of these words; name "" among them where blank is allowed."""
    expected = "one of " + ", ".join(word or "blank" for word in words)
    return lambda said: None if said in words else expected


def some_of(*words: str) -> Check:
    """Return a check for some of these words with ";" between, or blank."""
    expected = "some of " + ", ".join(words) + ', with ";" between'
    return lambda said: None if not said or set(said.split(";")) <= set(words) else expected


def number(said: str) -> str | None:
    """A number with a point, or blank."""
    try:
        return None if not said or Decimal(said).is_finite() else "a number"
    except InvalidOperation:
        return "a number with a point, such as 12.5, or blank"


def day(said: str) -> str | None:
    """A day as YYYY-MM-DD, or blank."""
    try:
        if not said or date.fromisoformat(said).isoformat() == said:
            return None
    except ValueError:
        pass
    return "a day as YYYY-MM-DD, or blank"


def country(said: str) -> str | None:
    """Two letters of ISO 3166-1."""
    return None if re.fullmatch("[A-Z]{2}", said) else "a country as two capital letters"


def countries(said: str) -> str | None:
    """Countries with ";" between, or blank."""
    fits = not said or all(re.fullmatch("[A-Z]{2}", each) for each in said.split(";"))
    return None if fits else 'countries as two capital letters, with ";" between'


def ores(said: str) -> str | None:
    """Ores of ours with ";" between, * for all, or blank."""
    fits = said in {"", "*"} or set(said.split(";")) <= MINERALS.keys()
    return None if fits else f'* or some of {", ".join(MINERALS)}, with ";" between'


confidence = one_of("", *CONFIDENCE)


def first_wrong(checks: Mapping[str, Check], row: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the first column of a row that is wrong, and what was expected there."""
    for column, said in row.items():
        for check in (text, checks.get(column, text)):
            if expected := check(said):
                return column, expected
    return None
