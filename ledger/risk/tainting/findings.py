"""Which events find something that is followed through the ore: rooms register how they read theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ledger.log.reading import Positioned


@dataclass(frozen=True)
class Finding:
    """What an event finds: about whom, from which day to which the ore counts, by which rule.

    `holds` says which of the lots that are still there the rule holds: none, all, or those in the subject's hands.
    """

    why: str
    subject: str
    rule: str
    since: date | None = None
    until: date | None = None
    holds: str = ""
    cause: str = ""
    """Key of the entry that found it, where that is not the event at hand."""


ALL, IN_HANDS = "all", "in_hands"
Reader = Callable[[Positioned], Iterable[Finding]]
READERS: list[tuple[str, Reader]] = []
ENDINGS: list[tuple[str, Callable[[Positioned], Iterable[str]]]] = []


def finding_in(kind: str) -> Callable[[Reader], Reader]:
    """Register how events whose kind begins like this are read."""

    def register(function: Reader) -> Reader:
        READERS.append((kind, function))
        return function

    return register


def ended_by(kind: str) -> Callable[[Callable[[Positioned], Iterable[str]]], Callable[[Positioned], Iterable[str]]]:
    """Register how events of a kind name the keys of earlier entries whose findings they take back."""

    def register(function: Callable[[Positioned], Iterable[str]]) -> Callable[[Positioned], Iterable[str]]:
        ENDINGS.append((kind, function))
        return function

    return register


def findings_in(event: Positioned) -> list[Finding]:
    """Return what an event finds."""
    return [found for kind, read in READERS if event.kind.startswith(kind) for found in read(event)]


def causes_ended(event: Positioned) -> list[str]:
    """Return the keys of entries whose findings an event takes back."""
    return [key for kind, read in ENDINGS if event.kind.startswith(kind) for key in read(event)]
