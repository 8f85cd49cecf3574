"""Gathers what the rule book says of a mineral from all its tables: a fixed number of questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db import connection

from ledger.reference import ceilings, factors
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.shelves import latest_of, on_table, tables_now

TABLES = (
    "commodities",
    "minerals",
    "asm_minerals",
    "mineral_uses",
    "criticality",
    "lithium_reserves",
    "graphite_reserves",
    "brazil_lithium",
    "facts",
    "hs_codes",
)
TOPICS = ("production", "resources", "asm_share", "grade")
LISTS = ("us", "eu", "ca")
_SITES = """
    SELECT minerals, count(*) FROM mine_sites_minesite
     WHERE merged_into IS NULL AND withdrawn_by IS NULL GROUP BY minerals"""
Counted = list[tuple[frozenset[str], int]]
"""How many sites of the register have just these ores."""


@dataclass(frozen=True)
class Form:
    """One ore or concentrate of a mineral, with what follows from its formula."""

    code: str
    row: dict[str, str]
    source: str
    factor: factors.Factor | None
    ceiling: ceilings.Ceiling | None
    customs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Mineral:
    """What the rule book says of one mineral; empty where it says nothing."""

    row: ReferenceRow
    forms: Sequence[Form] = ()
    asm: ReferenceRow | None = None
    uses: ReferenceRow | None = None
    lists: Sequence[ReferenceRow] = ()
    reserves: Sequence[ReferenceRow] = ()
    deposits: Sequence[ReferenceRow] = ()
    figures: Sequence[ReferenceRow] = ()
    sites: dict[str, int] = field(default_factory=dict)
    on_sites: int = 0
    """Sites by ore, and sites with any of them: one that has two ores counts once."""

    @property
    def ores(self) -> list[str]:
        return words_of(self.row.row["ores"])

    @property
    def can_be_dug(self) -> bool:
        """Whether anything but lists of critical minerals speaks of it."""
        return bool(self.forms or self.asm or self.ores)

    def listed(self, market: str) -> str:
        """Return yes, no or unknown: of several rows of one mineral a single yes is yes."""
        said = {row.row[market] for row in self.lists}
        return "yes" if "true" in said else "no" if said else "unknown"


def words_of(cell: str) -> list[str]:
    """Return the parts of a cell that lists them."""
    return [each for each in cell.split(";") if each]


def minerals() -> list[Mineral]:
    """Return all minerals in the order of their codes: two questions."""
    tables, counted = tables_now(*TABLES), sites_by_ores()
    return [_mineral(row, tables, counted) for row in tables["commodities"].values()]


def mineral(code: str) -> Mineral | None:
    """Return one mineral; two questions."""
    tables = tables_now(*TABLES)
    row = tables["commodities"].get(code)
    return _mineral(row, tables, sites_by_ores()) if row else None


def _mineral(row: ReferenceRow, tables: dict[str, dict[str, ReferenceRow]], counted: Counted) -> Mineral:
    said = row.row
    forms = [each for each in tables["minerals"].values() if each.row["commodity"] == said["name"]]
    figures = [tables["facts"][number] for number in words_of(said["facts"]) if number in tables["facts"]]
    reserves = tables.get(f"{row.key}_reserves", {})
    return Mineral(
        row,
        [_form(each, tables["hs_codes"]) for each in forms],
        tables["asm_minerals"].get(said["asm_mineral"]),
        tables["mineral_uses"].get(said["uses_mineral"]),
        [tables["criticality"][each] for each in words_of(said["criticality"]) if each in tables["criticality"]],
        sorted(reserves.values(), key=lambda each: int(each.row["rank"])),
        list(tables["brazil_lithium"].values()) if row.key == "lithium" else [],
        [each for each in figures if each.row["topic"] in TOPICS],
        {ore: _sites_with({ore}, counted) for ore in words_of(said["ores"])},
        _sites_with(set(words_of(said["ores"])), counted),
    )


def _form(row: ReferenceRow, customs: dict[str, ReferenceRow]) -> Form:
    codes = [each.replace(".", "") for each in row.row["hs6"].split("/") if each]
    named = [(code, customs[code].row["description"] if code in customs else "") for code in codes]
    try:
        most = ceilings.ceiling(row.key)
    except KeyError:  # a mineral that somebody has stated since
        most = None
    return Form(row.key, row.row, row.source, factors.factor_of(row.key), most, named)


def in_lowest_terms(share: Fraction) -> str:
    """Return an exact share as a fraction, 15999/20143."""
    return f"{share.numerator}/{share.denominator}"


def sites_by_ores() -> Counted:
    """Return how many sites of the register have which ores; one question."""
    with connection.cursor() as cursor:
        cursor.execute(_SITES)
        return [(frozenset(json.loads(ores) or ()), count) for ores, count in cursor.fetchall()]


def _sites_with(ores: set[str], counted: Counted) -> int:
    return sum(count for there, count in counted if there & ores)


def rules_for(ores: Iterable[str], table: str) -> list[ReferenceRow]:
    """Return the rows of a table with countries that speak of these ores, or of all, by country; one question."""
    wanted = {"*", *ores}
    column = "ores" if table == "licence_regimes" else "minerals"
    rows = latest_of(on_table(table)).order_by("shelf", "in_force_from", "key")
    return [row for row in rows if wanted & set(row.row.get(column, "").split(";"))]
