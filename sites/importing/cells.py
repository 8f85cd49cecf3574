"""Cells: the text of a column becomes a value, or is refused with its column, its text and a reason. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ledger.standing.reading import NO, UNKNOWN, YES

Cells = Mapping[str, str]
ANSWERS = {"1": YES, "0": NO, "": UNKNOWN}
"""Three values: blank was not collected, and is never no."""
_TIME_OF_DAY = re.compile(r"(Z|[T ][\d:.]+Z?)?")
_FIRST_DAY = date(1990, 1, 1)
"""Nobody visited for such a register before; a day from then is a spreadsheet's 1900."""


class BadCell(Exception):
    """A cell that cannot be read. `reason` is a stable code (docs/importing.md)."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}: {value!r}")
        self.column, self.value, self.reason = column, value, reason


def words(cells: Cells, column: str, most: int = 200) -> str:
    """Return the text without doubled or outer blanks; a missing column is blank. Raises BadCell if too long."""
    text = " ".join(cells.get(column, "").split())
    if len(text) > most:
        raise BadCell(column, text, "too_long")
    if not text.isprintable():
        raise BadCell(column, text, "not_printable")
    return text


def answer(cells: Cells, column: str) -> str:
    """Return yes, no or unknown for 1, 0 or blank."""
    text = words(cells, column)
    if text not in ANSWERS:
        raise BadCell(column, text, "not_yes_or_no")
    return ANSWERS[text]


def whole(cells: Cells, column: str, most: int) -> int | None:
    """Return a whole number from 0 to most; None for blank."""
    text = words(cells, column)
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > most:
        raise BadCell(column, text, "not_whole_number")
    return int(text)


def day(cells: Cells, column: str, today: date) -> date:
    """Return a calendar day, from a day or a time of ISO form; refused when missing, impossible or to come."""
    text = words(cells, column)
    try:
        if not _TIME_OF_DAY.fullmatch(text[10:]):
            raise ValueError
        found = date.fromisoformat(text[:10])
    except ValueError:
        raise BadCell(column, text, "not_a_day" if text else "missing") from None
    if found > today:
        raise BadCell(column, text, "day_in_future")
    if found < _FIRST_DAY:
        raise BadCell(column, text, "day_too_early")
    return found


def degrees_e6(column: str, text: str) -> int:
    """Return degrees in millionths, rounded half to even."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise BadCell(column, text, "not_degrees") from None
    if not found.is_finite() or abs(found) > 180:
        raise BadCell(column, text, "not_degrees")
    return int((found * 1_000_000).to_integral_value())


def plain(text: str) -> str:
    """Return words for comparing: no accents, no capitals, straight apostrophes, single blanks."""
    straight = text.replace("\u2019", "'").replace("\u2018", "'")
    letters = unicodedata.normalize("NFD", straight)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
