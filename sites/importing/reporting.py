"""Report: the refused rows as a table to work through."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TextIO

from sites.importing.entering import Outcome

COLUMNS = ("row", "pcode", "column", "value", "reason")
FORMULA_SIGNS = ("=", "+", "@", "\t", "\r")


def report_to(file: TextIO) -> Callable[[Outcome], None]:
    """Return a listener that writes each refused row as a line."""
    lines = csv.writer(file)
    lines.writerow(COLUMNS)

    def tell(outcome: Outcome) -> None:
        if outcome.bad:
            bad = outcome.bad
            said = (outcome.row.cells.get("pcode", ""), bad.column, bad.value, bad.reason)
            lines.writerow([outcome.row.number, *map(_harmless, said)])

    return tell


def _harmless(text: str) -> str:
    # a spreadsheet would run a cell of a stranger's file that begins so
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
