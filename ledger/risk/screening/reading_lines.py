"""Reads lines of a damaged table: bytes that are no UTF-8, blank and ragged lines, quotes that never close. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

MOST_JOINED = 20
"""Lines over which one quoted cell may run; a quote that is not closed by then swallows no more than its own line."""
UNREADABLE = "\ufffd"
MOST_CELLS = 100


@dataclass(frozen=True)
class Line:
    """One row as it stands: the number of its first line, its cells, or why there are none."""

    row: int
    cells: tuple[str, ...]
    why: str = ""
    what: str = ""


class NoTable(ValueError):
    """The file is not the table that it was said to be; the text says what was expected."""


def text_of(content: bytes) -> str:
    """Return the text of a file; bytes that are no UTF-8 become a mark that no name contains."""
    return content.decode("utf-8-sig", errors="replace").replace("\0", UNREADABLE)


def lines_of(text: str, wanted: int | None = None) -> Iterator[Line]:
    """Yield every line of a table as a row, or as a line that is left out and why.

    `wanted` is the number of cells; without it the first line, the header, says how many.
    """
    lines = text.splitlines()
    place = 0
    while place < len(lines):
        taken, cells = _row(lines, place)
        number = place + 1
        place += taken
        if not any(each.strip() for each in cells):
            yield Line(number, (), "blank")
        elif cells == [UNREADABLE]:
            yield Line(number, (), "broken_quotes")
        elif wanted is not None and len(cells) != wanted:
            yield Line(number, (), "ragged", f"{len(cells)} / {wanted}")
        else:
            wanted = wanted or len(cells)
            yield Line(number, tuple(cells))


def _row(lines: list[str], place: int) -> tuple[int, list[str]]:
    """Return how many lines a row runs over, and its cells."""
    for more in range(1, MOST_JOINED + 1):
        if place + more > len(lines):
            break
        try:
            found = list(csv.reader(["\n".join(lines[place : place + more])], strict=True))
        except csv.Error:
            continue
        return more, found[0][:MOST_CELLS] if found else []
    return 1, [UNREADABLE]


def unreadable(text: str) -> bool:
    """Say whether part of a text was lost."""
    return UNREADABLE in text
