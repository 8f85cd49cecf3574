"""Cells as people type them: numbers with comma or point, days in either form, yes and no in four languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from sites.bringing.columns import BadValue, Cell, Reader
from sites.bringing.spellings import COUNTRY, spelled
from sites.bringing.suggesting import nearest_values
from sites.importing.cells import plain

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
_LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,'][0-9]{3})+")
_FIRST, _LAST = date(1900, 1, 1), date(2200, 1, 1)
_BLANKS = str.maketrans("", "", " \u00a0\u202f")


def text(most: int = 200) -> Reader:
    """Return a reader of a text of at most so many signs."""

    def read(cell: Cell) -> str:
        if len(cell.text) > most:
            raise cell.bad("too_long", most=most)
        if not cell.text.isprintable():
            raise cell.bad("not_printable")
        return cell.text

    return read


def whole(most: int, least: int = 0) -> Reader:
    """Return a reader of a whole number."""

    def read(cell: Cell) -> int:
        typed = cell.text.translate(_BLANKS)
        if _GROUPED.fullmatch(typed):
            raise cell.bad("not_whole", re.sub(r"\D", "", typed), least=least, most=most)
        if not re.fullmatch(r"[0-9]{1,15}", typed) or not least <= int(typed) <= most:
            raise cell.bad("not_whole", least=least, most=most)
        return int(typed)

    return read


def scaled(factor: int, most: int, unit: str) -> Reader:
    """Return a reader of a decimal number in a unit, kept as a whole number of parts: metres as centimetres."""

    def read(cell: Cell) -> int:
        typed = cell.text.translate(_BLANKS).replace(",", ".")
        try:
            found = (Decimal(typed) * factor).to_integral_value(ROUND_HALF_EVEN)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not 0 <= found <= most * factor:
            raise cell.bad("not_a_number", unit=unit, most=most)
        return int(found)

    return read


def degrees(most: int) -> Reader:
    """Return a reader of degrees, kept in millionths."""

    def read(cell: Cell) -> int:
        typed = cell.text.translate(_BLANKS).replace(",", ".").rstrip("°")
        try:
            found = Decimal(typed) * 1_000_000
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or abs(found) > most * 1_000_000:
            raise cell.bad("not_degrees", most=most)
        return int(found.to_integral_value(ROUND_HALF_EVEN))

    return read


def any_day(cell: Cell) -> str:
    """Return a day; day and month are told apart by form, never guessed."""
    found = _iso(cell) or _local(cell)
    if found is None or not _FIRST <= found < _LAST:
        raise cell.bad("not_a_day")
    return found.isoformat()


def past_day(cell: Cell) -> str:
    """Return a day that is not to come."""
    found = any_day(cell)
    if found > cell.today.isoformat():
        raise cell.bad("day_in_future", today=cell.today.isoformat())
    return found


def _iso(cell: Cell) -> date | None:
    found = _ISO.fullmatch(cell.text)
    return _day(*map(int, found.groups())) if found else None


def _local(cell: Cell) -> date | None:
    found = _LOCAL.fullmatch(cell.text)
    if not found:
        return None
    first, second, year = map(int, found.groups())
    readings = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    if len(readings) > 1:
        raise cell.bad("day_ambiguous", " / ".join(sorted(day.isoformat() for day in readings)))
    return readings.pop() if readings else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def one_of(list_name: str, *only: str) -> Reader:
    """Return a reader of one word of a list of spellings, or of some of its values only."""

    def read(cell: Cell) -> str:
        known = spelled(list_name, only)
        value = known.get(plain(cell.text))
        if value is None:
            raise not_listed(cell, list_name, known, cell.text)
        return value

    return read


def not_listed(cell: Cell, list_name: str, known: dict[str, str], written: str) -> BadValue:
    """Return what is wrong with a word that stands in no list, with the nearest that do."""
    near = " / ".join(nearest_values(written, known))
    if list_name == COUNTRY:
        return cell.bad("not_a_country", near)
    return cell.bad("not_listed", near, of=", ".join(dict.fromkeys(known.values())), written=written)


def many_of(list_name: str, *only: str) -> Reader:
    """Return a reader of several words of a list, with commas, semicolons or strokes between."""

    def read(cell: Cell) -> list[str]:
        known, found = spelled(list_name, only), []
        for part in re.split(r"[,;|/]", cell.text):
            if not part.strip():
                continue
            value = known.get(plain(part))
            if value is None:
                raise not_listed(cell, list_name, known, " ".join(part.split()))
            found.append(value)
        return list(dict.fromkeys(found))

    return read


def texts(most: int) -> Reader:
    """Return a reader of several texts, with semicolons between."""
    one = text(most)

    def read(cell: Cell) -> list[str]:
        parts = (" ".join(part.split()) for part in cell.text.split(";"))
        return list(dict.fromkeys(one(replace(cell, text=part)) for part in parts if part))

    return read


answer = one_of("answer")
"""Yes, no or unknown; a blank cell is unknown and never no."""


def pattern(form: str, say: str, change: Callable[[str], str] = str) -> Reader:
    """Return a reader of a text of one form, for example an address or a number."""

    def read(cell: Cell) -> Any:
        typed = change(cell.text)
        if not re.fullmatch(form, typed):
            raise cell.bad("not_of_form", form=say)
        return typed

    return read
