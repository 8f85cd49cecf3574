"""Tables of words: what a source writes and what it means here. A word without a line is kept as it is and counted."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ledger.reference.spellings import Spellings
from sites.importing.cells import Cells, plain, words

HERE = Path(__file__).parent


@dataclass
class Reader:
    """What a row is read with: the spellings of the day, and what they left over as pairs of column and text."""

    spellings: Spellings
    left: list[tuple[str, str]] = field(default_factory=list)

    def leave(self, column: str, text: str) -> None:
        """Note a text that no table maps."""
        self.left.append((column, text))


@cache
def table(name: str) -> dict[str, str]:
    """Return a table of two columns by the comparing form of its first."""
    with (HERE / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return {plain(written): meaning for written, meaning in list(csv.reader(file))[1:]}


def mapped(cells: Cells, columns: Sequence[str], name: str, read: Reader) -> tuple[list[str], list[str]]:
    """Return what the columns mean, each once and in order, and the texts that the table does not know."""
    known, foreign = [], []
    for column in columns:
        text = words(cells, column)
        if not text:
            continue
        meaning = table(name).get(plain(text))
        if meaning is None:
            read.leave(column, text)
        if meaning in (None, "other"):
            foreign.append(text)
        known.append(meaning or "other")
    return list(dict.fromkeys(known)), list(dict.fromkeys(foreign))
