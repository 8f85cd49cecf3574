"""Looks for sites that a newcomer may be: the same shelf, an alike name, no number that tells them apart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from ledger.deeds.rows import Rows
from ledger.reference.parameters import parameter
from sites.likeness.names import named, plain, score
from sites.likeness.numbers import IPIS, told_apart
from sites.likeness.tables import SITE_NEAR
from sites.positions.cells import around, normal_cell

SAME_CELL, NEXT_CELL, SAME_NAME = "same_cell", "next_cell", "same_name"


@dataclass(frozen=True)
class Candidate:
    """A registered site that a newcomer may be, how near it lies and how alike the names are, 0 to 100."""

    place: str
    name: str
    near: str
    score: int


def names_of(facts: Any) -> list[str]:
    """Return the name of a site and its other names."""
    return [facts["name"], *(facts.get("aliases") or [])]


def numbers_of(facts: Any) -> list[dict[str, Any]]:
    """Return the numbers of a site, the one of the first version's `pcode` among them."""
    numbers = [dict(each) for each in facts.get("numbers") or []]
    return numbers + ([{"register": IPIS, "number": facts["pcode"]}] if facts.get("pcode") else [])


def own_lines(facts: Any) -> list[tuple[str, str]]:
    """Return shelf and name of each line that a site gets: all names on its cell's shelf, each on its country's."""
    names = list(dict.fromkeys(names_of(facts)))
    cells = _of_cells([normal_cell(facts["cell"])] if facts.get("cell") else [])
    return [(shelf, name) for shelf in cells for name in names] + [(_of_name(facts, name), name) for name in names]


def near_shelves(facts: Any) -> list[str]:
    """Return the shelves on which a newcomer looks: its own and those of the neighbouring cells."""
    cells = around(facts["cell"]) if facts.get("cell") else []
    return sorted({*_of_cells(cells), *(_of_name(facts, name) for name in names_of(facts))})


def _of_cells(cells: Iterable[str]) -> list[str]:
    return [f"@{cell}" for cell in cells]


def _of_name(facts: Any, name: str) -> str:
    return f"{facts['country']}:{named(name).key}"


def thresholds(day: date, country: str) -> dict[str, int]:
    """Return from which score on names count as alike, by how near the sites lie."""
    return {near: parameter(f"duplicate_{near}_score", day, country) for near in (SAME_CELL, NEXT_CELL, SAME_NAME)}


def candidates(facts: Any, rows: Rows, least: Mapping[str, int]) -> list[Candidate]:
    """Return the sites on the newcomer's shelves that it may be, the likeliest first, each once."""
    newcomer = _Newcomer(facts)
    found: dict[str, Candidate] = {}
    for shelf in near_shelves(facts):
        for other in standing(rows.of(SITE_NEAR, shelf)):
            each = newcomer.compared(other, least)
            if each and each.score > _score(found.get(each.place)):
                found[each.place] = each
    return sorted(found.values(), key=lambda each: (-each.score, each.place))


def standing(lines: Iterable[Any]) -> list[Any]:
    """Return the lines of sites that were not taken off the shelf again, the last word of each site's counting."""
    last: dict[tuple[str, str], Any] = {}
    for line in sorted(lines, key=attrgetter("event_id")):
        last[line.place, line.name] = line
    return [line for line in last.values() if not line.gone]


def _score(known: Candidate | None) -> int:
    return known.score if known else -1


class _Newcomer:
    """A site that is compared with many: what is asked of it each time is worked out once."""

    def __init__(self, facts: Any) -> None:
        self.names, self.numbers = names_of(facts), numbers_of(facts)
        self.cell = normal_cell(facts["cell"]) if facts.get("cell") else None
        self.neighbours = frozenset(around(self.cell)) if self.cell else frozenset()
        self.areas = facts.get("territory"), facts.get("province")

    def compared(self, other: Any, least: Mapping[str, int]) -> Candidate | None:
        """Return another site as a candidate, if it is near, alike, and no number tells the two apart."""
        near = self.nearness(other)
        if near is None:
            return None
        best = max(score(name, other.name) for name in self.names)
        if best < least[near] or told_apart(self.numbers, other.numbers):
            return None
        return Candidate(other.place, other.name, near, best)

    def nearness(self, other: Any) -> str | None:
        """Say how near the other lies; without two cells, a territory or province that differs tells them apart."""
        if self.cell and other.cell:
            there = normal_cell(other.cell)
            if there == self.cell:
                return SAME_CELL
            return NEXT_CELL if there in self.neighbours else None
        pairs = zip(self.areas, (other.territory, other.province), strict=True)
        differ = any(one and another and plain(one) != plain(another) for one, another in pairs)
        return None if differ else SAME_NAME
