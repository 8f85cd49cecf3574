"""Spellings of armed groups and of how often they come, as field teams write them, and what each means. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.reference.files import shipped

GROUPS, FREQUENCIES = "ipis_groups", "ipis_frequencies"
KINDS = ("army", "police", "mines_police", "local_group", "foreign_group", "unknown")
STEPS = {5: "daily or always", 4: "weekly", 3: "fortnight to month", 2: "quarter to half year", 1: "rare or at random"}


@dataclass(frozen=True)
class Group:
    """Who a spelling means; `name` is ours, `kind` one of KINDS."""

    name: str
    kind: str


@dataclass(frozen=True)
class Spellings:
    """The two tables, by the normal form of what is written."""

    groups: Mapping[str, Group]
    frequencies: Mapping[str, int | None]

    def group(self, written: str) -> Group | None:
        """Return who is meant; None for a spelling that nobody has mapped."""
        return self.groups.get(normal_form(written))

    def step(self, written: str) -> int | None:
        """Return how often, from 1 (rare) to 5 (daily); None where the words do not say, or are not mapped."""
        return self.frequencies.get(normal_form(written))

    def knows_frequency(self, written: str) -> bool:
        """Say whether somebody has mapped these words, also to "not said"."""
        return normal_form(written) in self.frequencies


def normal_form(written: str) -> str:
    """Return words for comparing: no accents, no capitals, straight apostrophes, single blanks, none at brackets."""
    straight = written.replace("\u2019", "'").replace("\u2018", "'")
    bare = "".join(sign for sign in unicodedata.normalize("NFD", straight) if not unicodedata.combining(sign))
    spaced = bare.casefold().replace("(", " (").replace("-", " - ").replace("/", " / ")
    return " ".join(spaced.split())


def read_groups(rows: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, Group]:
    """Return groups by normal form from spellings and their rows; of two of one form the later wins."""
    return {normal_form(written): Group(row["name"], row["kind"]) for written, row in rows}


def read_frequencies(rows: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, int | None]:
    """Return steps by normal form from spellings and their rows; of two of one form the later wins."""
    return {normal_form(written): int(row["step"]) if row["step"] else None for written, row in rows}


def shipped_spellings() -> Spellings:
    """Return what the shipped tables say."""
    groups = ((row["spelling"], row) for row in shipped(GROUPS))
    often = ((row["spelling"], row) for row in shipped(FREQUENCIES))
    return Spellings(read_groups(groups), read_frequencies(often))
