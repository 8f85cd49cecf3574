"""Cells that say how much: weights in the unit of the scale, prices, shares in per cent. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledger.custody.typed_weights import typed_grams
from sites.bringing.columns import Cell, Values

UNIT, KG = "unit", "kg"
"""The column that names the unit of all weights of a row, and the unit where it is blank."""
_BLANKS = str.maketrans("", "", " \u00a0\u202f")
_WEIGHT = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?)(kg)?", re.ASCII | re.IGNORECASE)
_MONEY = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
_SHARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?%?", re.ASCII)
_CENTS, _PPM_OF_PERCENT = 100, 10_000


@dataclass(frozen=True)
class Weight:
    """A number as it was typed; `unit` only where the cell names it."""

    typed: str
    unit: str = ""


def weight(cell: Cell) -> Weight:
    """Return a weight: a number with comma or point, and kg behind it or nothing."""
    found = _WEIGHT.fullmatch(cell.text.translate(_BLANKS))
    if not found:
        raise cell.bad("not_a_weight")
    return Weight(found[1], KG if found[2] else "")


def money(cell: Cell) -> int:
    """Return a price in hundredths of its currency."""
    found = _MONEY.fullmatch(cell.text.translate(_BLANKS))
    if not found:
        raise cell.bad("not_money")
    return int(Decimal(f"{found[1]}.{found[2] or 0}") * _CENTS)


def share(cell: Cell) -> int:
    """Return a share in per cent as parts per million."""
    found = _SHARE.fullmatch(cell.text.translate(_BLANKS))
    ppm = int(Decimal(f"{found[1]}.{found[2] or 0}") * _PPM_OF_PERCENT) if found else -1
    if not 0 <= ppm <= 100 * _PPM_OF_PERCENT:
        raise cell.bad("not_a_share")
    return ppm


def unit_of(values: Values, column: str) -> str:
    """Return the unit of a weight of the row. Raises BadValue where its cell names another than the row."""
    named: str = values[UNIT] or ""
    written: str = values[column].unit
    if named and written and named != written:
        raise values.bad(column, "unit_twice", unit=named)
    return named or written or KG


def grams_of(values: Values, column: str) -> int:
    """Return the grams of a weight of the row, rounded half up."""
    return typed_grams(values[column].typed, unit_of(values, column))


def gross_and_tare(values: Values) -> Mapping[str, Any]:
    """Return the facts of a weighing, with what was typed; none without a gross. Raises BadValue if half is missing."""
    if not values["gross"] and not values["tare"]:
        return {}
    for name, other in (("gross", "tare"), ("tare", "gross")):
        if not values[name]:
            raise values.bad(name, "half_a_weighing", other=other)
    if unit_of(values, "gross") != unit_of(values, "tare"):
        raise values.bad("tare", "unit_twice", unit=unit_of(values, "gross"))
    typed = {f"{name}_typed": values[name].typed for name in ("gross", "tare")}
    grams = {f"{name}_g": grams_of(values, name) for name in ("gross", "tare")}
    if grams["tare_g"] >= grams["gross_g"]:
        raise values.bad("gross", "gross_not_above_tare")
    return {**grams, **typed, "unit": unit_of(values, "gross")}
