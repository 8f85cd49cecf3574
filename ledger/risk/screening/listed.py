"""What a watch list says of somebody, whatever list it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

PERSON, ORGANISATION, VESSEL, AIRCRAFT, UNKNOWN = "person", "organisation", "vessel", "aircraft", "unknown"
COMPARED = (PERSON, ORGANISATION, UNKNOWN)
"""Kinds whose names are compared: a party is neither a ship nor an aeroplane."""


@dataclass(frozen=True)
class Listed:
    """One entry of a list: an id that the list itself gives, names as written, and what else tells people apart."""

    id: str
    kind: str
    names: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    born: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    listed_on: str = ""


@dataclass(frozen=True)
class Left:
    """A row, or a part of one, that was not taken: where it stands and why, as a code with what was met."""

    row: int
    why: str
    what: str = ""


@dataclass
class Account:
    """Every row of a file accounted for: read = taken + left. `noted` rows were taken without a part of them."""

    read: int = 0
    entries: list[Listed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    noted: list[Left] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return len(self.entries)

    def leave(self, row: int, why: str, what: str = "") -> None:
        """Account for a row that is not taken."""
        self.left.append(Left(row, why, what[:80]))


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without blanks around them, each once, in their order."""
    return tuple(dict.fromkeys(tidy for name in names if (tidy := " ".join(name.split()))))
