"""The ledger's refusal of an entry, told of the cell that it came from."""

from __future__ import annotations

import re
from typing import Any

from ledger import codes
from ledger.deeds.entries import Answer
from sites.bringing.columns import BadValue, Sheet
from sites.bringing.keeping import Line

_FACT = re.compile(r"facts\.([a-z0-9_]+)")


def told_of(sheet: Sheet, line: Line, answer: Answer) -> BadValue:
    """Return what is wrong with a row that the ledger refused: its column where the answer names one."""
    column = _column(sheet, line, answer)
    facts: dict[str, Any] = {**answer.facts, "field": column or answer.field or ""}
    value = line.texts.get(column, "")
    return BadValue(column, value, answer.code or answer.status, _suggestion(answer, value), **facts)


def _column(sheet: Sheet, line: Line, answer: Answer) -> str:
    """Return the column of the fact at fault: the field of a bad entry, or the first fact that the refusal tells."""
    if register := answer.facts.get("register"):
        return sheet.column_of_fact(str(register)) or sheet.column_of_fact("numbers")
    found = _FACT.match(answer.field or str(answer.facts.get("field", "")))
    names = [found[1]] if found else [name for name in answer.facts if name != sheet.made]
    if column := next((column for name in names if (column := sheet.column_of_fact(name))), ""):
        return column
    given = answer.facts.get("given")
    return next((column for column, text in line.texts.items() if text == given), "")


def _suggestion(answer: Answer, value: str) -> str:
    """Return what stands already, where a refusal names it."""
    if isinstance(alike := answer.facts.get("sites"), list):
        return " / ".join(codes.shown(code) for code in alike[:3])
    for name in ("place", "party", "into"):
        code = answer.facts.get(name)
        if isinstance(code, str) and codes.is_code(code) and codes.normal(value) != code:
            return codes.shown(code)
    return ""
