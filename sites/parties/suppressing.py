"""CAT-04: of few people no number is told, nor any other number from which it could be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.deeds.guards import works_out

Cell = tuple[str, str]
"""Row and column of a table of sums."""
Sums = Sequence[Sequence[Cell]]
"""Each a list of cells whose last is the sum of the others."""


@works_out("CAT-04", on="miners", source="domain/licensing.md §3.2", otherwise=frozenset())
def untold(counts: Mapping[Cell, int], sums: Sums, fewest: int) -> frozenset[Cell]:
    """Return the cells that stay unsaid: counts of fewer people than may be told, and what would give them away.

    Where all but one number of a sum are told, the last can be worked out: then the smallest told one goes too. That
    may open another sum, so it is repeated until nothing changes; every turn hides one more, so it ends.
    """
    hidden = {cell for cell, count in counts.items() if 0 < count < fewest}
    while True:
        given_away = [line for line in sums if sum(cell in hidden for cell in line) == 1]
        more = {
            min(told, key=lambda cell: (counts[cell], cell))
            for line in given_away
            if (told := _told(line, counts, hidden))
        }
        if not more:
            return frozenset(hidden)
        hidden |= more


def _told(line: Sequence[Cell], counts: Mapping[Cell, int], hidden: set[Cell]) -> list[Cell]:
    """Return the cells of a sum that still say something: a nought hides nobody, so leaving it out helps nothing."""
    return [cell for cell in line if cell not in hidden and counts[cell]]
