"""What else agrees or contradicts: the year of birth, the country, person or organisation. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.risk.screening.listed import ORGANISATION, PERSON, Listed

if TYPE_CHECKING:
    from ledger.risk.screening.matching import Subject

AGREES, DIFFERS, NOT_KNOWN = "agrees", "differs", "unknown"
BORN, COUNTRY, KIND = "born", "country", "kind"
YEARS_APART = 2
"""Lists give years of birth by guess: one apart is no contradiction."""
OTHER_KIND, OTHER_YEAR = 0.8, 0.85
"""What is left of a score where a person is compared with an organisation, or with somebody of another age."""


@dataclass(frozen=True)
class Agreement:
    """One thing beside the name, and whether it agrees."""

    what: str
    how: str


def agreements(subject: Subject, entry: Listed) -> tuple[tuple[Agreement, ...], float]:
    """Return what agrees and contradicts, and the factor by which contradictions cut the score.

    A country cuts nothing: people and firms cross borders, and lists leave countries out.
    """
    kind = _kind(subject, entry)
    born = _born(subject, entry)
    country = _country(subject, entry)
    factor = (OTHER_KIND if kind == DIFFERS else 1.0) * (OTHER_YEAR if born == DIFFERS else 1.0)
    return (Agreement(KIND, kind), Agreement(BORN, born), Agreement(COUNTRY, country)), factor


def _kind(subject: Subject, entry: Listed) -> str:
    if entry.kind not in {PERSON, ORGANISATION}:
        return NOT_KNOWN
    return AGREES if (entry.kind == ORGANISATION) == subject.organisation else DIFFERS


def _born(subject: Subject, entry: Listed) -> str:
    if subject.born is None or not entry.born:
        return NOT_KNOWN
    return AGREES if any(abs(year - subject.born) < YEARS_APART for year in entry.born) else DIFFERS


def _country(subject: Subject, entry: Listed) -> str:
    if not subject.countries or not entry.countries:
        return NOT_KNOWN
    return AGREES if set(subject.countries) & set(entry.countries) else DIFFERS
