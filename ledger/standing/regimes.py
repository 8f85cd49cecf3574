"""Rows of the rule book as code reads them: licence regimes and dated rules of a country. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.deeds.guards import works_out
from ledger.parties import kinds
from ledger.rulebook import reading

REGIMES, COUNTRY_RULES = "licence_regimes", "country_rules"
EXTRACT, PURCHASE, PROCESS, TRANSPORT, EXPORT, SELL, STORE = (
    "extract",
    "purchase",
    "process",
    "transport",
    "export",
    "sell",
    "store",
)
ACTS = (EXTRACT, PURCHASE, SELL, PROCESS, TRANSPORT, STORE, EXPORT)
FLAGS = {
    EXTRACT: ("allows_extraction",),
    PURCHASE: ("allows_purchase",),
    PROCESS: ("allows_processing",),
    TRANSPORT: ("allows_transport",),
    EXPORT: ("allows_export",),
    SELL: ("allows_extraction", "allows_purchase", "allows_processing"),
}
"""Columns of a regime that answer for an act; whoever may dig, buy or process may also sell what comes of it."""
STATES = ("ore", "concentrate", "refined")
LOW = "low"
SOURCE = "domain/licensing.md §2.2"
ANSWERS = "may"
"""What rules of licensing hang on: the question of docs/licences.md."""
NATURAL_PERSON, COOPERATIVE, COMPANY, STATE_COMPANY, STATE, GROUP = (
    "natural_person",
    "cooperative",
    "company",
    "state_company",
    "state",
    "group",
)
RULE, ANY = "rule", "any"
HOLDER_KINDS = {
    kinds.MINER: frozenset({NATURAL_PERSON}),
    kinds.COOPERATIVE: frozenset({COOPERATIVE}),
    kinds.TRADER: frozenset({NATURAL_PERSON, COMPANY}),
    kinds.COMPANY: frozenset({COMPANY}),
    kinds.EXPORTER: frozenset({COMPANY}),
    kinds.PROCESSOR: frozenset({COMPANY}),
    kinds.BUYER: frozenset({COMPANY}),
    kinds.STATE_BUYER: frozenset({STATE_COMPANY, STATE}),
    kinds.AGENCY: frozenset({STATE}),
    kinds.ASSOCIATION: frozenset({GROUP}),
}
"""What a kind of party is before the law; a trader may be a person or a company, and other kinds are not told."""


def words(text: str | None) -> tuple[str, ...]:
    """Return the words of a cell that lists several."""
    return tuple(word for each in (text or "").split(";") if (word := each.strip()))


def covers(ores: Iterable[str], ore: str) -> bool:
    """Say whether a list of ores names one: `*` is all, `!gold` all but gold; an empty list does not restrict."""
    listed = tuple(ores)
    if f"!{ore}" in listed:
        return False
    return not listed or "*" in listed or ore in listed


@works_out("LIC-00", on=ANSWERS, source=SOURCE, otherwise=False)
def only_warns(row: Any) -> bool:
    """A row of low confidence only warns, until somebody confirms it by stating it anew."""
    return bool(row.confidence == LOW)


@dataclass(frozen=True)
class Regime:
    """A licence regime in force: what a licence of this kind allows. `said` is its row of the rule book."""

    said: Any

    @property
    def key(self) -> str:
        return str(self.said.key)

    @property
    def low(self) -> bool:
        return bool(only_warns(self.said))

    def cell(self, name: str) -> str:
        return str(self.said.row.get(name, ""))

    def names(self, name: str) -> tuple[str, ...]:
        return words(self.cell(name))

    def whole(self, name: str) -> int | None:
        """Return a whole number, None where the row does not say."""
        cell = self.cell(name)
        return int(cell) if cell.isascii() and cell.isdigit() else None

    @property
    def is_rule(self) -> bool:
        return self.cell("holder_kind") == RULE or self.names("holder_kinds") == (RULE,)

    def allows(self, act: str) -> bool:
        """Say whether a licence of this kind allows an act, or leaves it to the country's dated rules."""
        if act in self.names("left_to_rules"):
            return True
        allowed = any(self.cell(flag) == "Y" for flag in FLAGS.get(act, ()))
        return allowed or act == SELL and bool(self.cell("sells_to") or self.cell("may_sell_to"))

    def acts(self) -> list[str]:
        """Return the acts that it allows."""
        return [act for act in ACTS if self.allows(act)]

    def may_be_held_by(self, kind: str) -> bool:
        """Say whether this kind of party can hold it, as far as the row and the kind tell."""
        holders, before_the_law = set(self.names("holder_kinds")), HOLDER_KINDS.get(kind)
        return not holders or ANY in holders or before_the_law is None or bool(holders & before_the_law)


@dataclass(frozen=True)
class CountryRule:
    """A dated rule of a country in force: a ban, a duty, an exclusive buyer, a suspension."""

    said: Any

    @property
    def key(self) -> str:
        return str(self.said.key)

    @property
    def id(self) -> str:
        return str(self.said.row.get("rule_id") or self.said.key)

    @property
    def kind(self) -> str:
        return str(self.said.row.get("rule", ""))

    @property
    def refuses(self) -> bool:
        """Whether it can make a no: not if the row says that it warns, or if it is of low confidence (LIC-00)."""
        return self.said.row.get("weight", "") in {"refuses", ""} and not only_warns(self.said)

    @property
    def only_shown(self) -> bool:
        return bool(self.said.row.get("weight") == "shows")

    def names(self, name: str) -> tuple[str, ...]:
        return words(self.said.row.get(name))

    def says(self) -> str:
        return str(self.said.row.get("says", ""))

    def concerns(self, act: str, ore: str, state: str) -> bool:
        """Say whether it speaks of this act with this ore in this state."""
        states = {"refined" if each == "metal" else each for each in self.names("product_states")}
        return act in self.names("acts") and covers(self.names("minerals"), ore) and covers(states, state)


def regimes_on(rows: Iterable[Any], day: date) -> dict[str, Regime]:
    """Return the regimes in force on a day by their key, rules of law among them."""
    return {row.key: Regime(row) for row in reading.in_force(rows, day)}


def rules_on(rows: Iterable[Any], day: date) -> list[CountryRule]:
    """Return the dated rules in force on a day."""
    return [CountryRule(row) for row in reading.in_force(rows, day)]
