"""A CSV file of others: read row by row, by the names of its columns, in constant memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sites.importing.cells import BadCell, Cells


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is one sentence."""


@dataclass(frozen=True)
class Row:
    """One row of the file. `number` counts as a spreadsheet does: the header is row 1. `torn` says how it is broken."""

    number: int
    cells: Cells
    torn: BadCell | None = None


def rows_of(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a file that has at least these columns. Raises UnreadableFile."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = csv.reader(file, strict=True)
            names = _names(next(lines, []), needed)
            for number, values in enumerate(lines, start=2):
                if values:
                    yield _row(number, names, values)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error}") from None


def _names(header: list[str], needed: Sequence[str]) -> list[str]:
    names = [name.strip().casefold() for name in header]
    missing = [name for name in needed if name not in names]
    if missing:
        raise UnreadableFile(f"The file has no column {missing[0]}; columns are separated by commas.")
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise UnreadableFile(f"The file has the column {doubled[0]} twice.")
    return names


def _row(number: int, names: list[str], values: list[str]) -> Row:
    torn = None
    if len(values) != len(names):
        torn = BadCell("", str(len(values)), "too_many_cells" if len(values) > len(names) else "too_few_cells")
    return Row(number, dict(zip(names, values, strict=False)), torn)
