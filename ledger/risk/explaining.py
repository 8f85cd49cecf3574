"""A flag in words: its sentence with numbers, its age, what it affects, what would explain it, what would clear it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger import codes
from ledger.deeds.guards import RULES
from ledger.risk.affected import grams_affected
from ledger.risk.models import Flag
from ledger.risk.rules import RISK_RULES, explain

KINDS = {codes.LOT: "lot", codes.PLACE: "place", codes.PARTY: "party"}


@dataclass(frozen=True)
class Told:
    """A flag as a page shows it. `days` is its age, `grams_now` what its subject holds today; None where unknown."""

    flag: Flag
    sentence: str
    days: int
    grams_now: int | None
    innocent: Sequence[Any]
    clears: Any
    about: str
    source: str

    @property
    def hard(self) -> bool:
        return self.flag.severity == "stop"


def told(flags: Iterable[Flag], today: date) -> list[Told]:
    """Return flags in words, one query for each kind of subject."""
    listed = list(flags)
    now = _grams(listed)
    return [_told(flag, today, now.get(flag.subject)) for flag in listed]


def _told(flag: Flag, today: date, grams: int | None) -> Told:
    rule = RISK_RULES[flag.rule]
    about, source = _of_registry(rule)
    return Told(
        flag,
        explain(flag.rule, flag.severity, flag.evidence, today),
        (today - flag.raised_on).days,
        grams,
        rule.innocent,
        rule.clears,
        about,
        source,
    )


def _of_registry(rule: Any) -> tuple[str, str]:
    found = next((each for each in RULES if each.function is rule.function), None)
    return (found.about, found.source) if found else ("", "")


def _grams(flags: Sequence[Flag]) -> dict[str, int]:
    found: dict[str, int] = {}
    for letter, kind in KINDS.items():
        subjects = sorted({flag.subject for flag in flags if flag.subject.startswith(letter)})
        found |= grams_affected(kind, subjects) if subjects else {}
    return found
