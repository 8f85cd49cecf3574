"""A row is read: its cells become values, its values entries; or all that is wrong with it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sites.bringing.columns import BadValue, Cell, Column, Said, Sheet, Values
from sites.bringing.keeping import Line
from sites.bringing.known import Known, look_up
from sites.bringing.known_trade import look_up_trade
from sites.bringing.naming import DEPOT, KINDS, LOT, PARTY, PLACE, TAG


@dataclass(frozen=True)
class Told:
    """What a good row says, and the columns with texts that no other row may bear."""

    line: Line
    said: list[Said]
    identities: list[tuple[str, str]]


def known_of(sheet: Sheet, lines: Sequence[Line], party: str) -> Known:
    """Look up all that the rows of a batch name; a depot may be called by its name among those of the party."""
    named = {kind: _texts(sheet, lines, kind) for kind in KINDS}
    known = look_up(named[PLACE], named[PARTY])
    if sheet.is_of_trade:
        look_up_trade(known, tags=named[TAG], lots=named[LOT], depots=named[DEPOT], party=party)
    return known


def _texts(sheet: Sheet, lines: Sequence[Line], kind: str) -> set[str]:
    columns = [column.name for column in sheet.columns if column.names == kind]
    return {line.texts[column] for line in lines for column in columns if column in line.texts}


def read_row(sheet: Sheet, line: Line, width: int, known: Known, now: str) -> Told | list[BadValue]:
    """Return what a row says, or everything that is wrong with it. `now` stands where the row names no day."""
    if len(line.cells) != width:
        reason = "too_many_cells" if len(line.cells) > width else "too_few_cells"
        return [BadValue("", str(len(line.cells)), reason, width=width)]
    found, bad = {}, []
    for column in sheet.columns:
        try:
            found[column.name] = _value(column, line.texts.get(column.name, ""), known, date.fromisoformat(now[:10]))
        except BadValue as wrong:
            bad.append(wrong)
    if bad:
        return bad
    values = Values(line.number, found, line.texts, known, now)
    try:
        return Told(line, sheet.said(values), list(sheet.identities(values)))
    except BadValue as wrong:
        return [wrong]


def _value(column: Column, text: str, known: Known, today: date) -> Any:
    if text:
        return column.read(Cell(column.name, text, known, today))
    if column.required:
        raise BadValue(column.name, "", "missing")
    return column.blank
