"""The shipped rows of the law, as the rule book gives them to pure functions."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from typing import Any

from ledger.reference.parameters import DATA
from ledger.rulebook.tables import REFERENCE, shelf
from ledger.standing.licensing import may
from ledger.standing.question import Question, Side, Verdict


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


@cache
def shipped(table: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def row(table: str, country: str, key: str, /, *, number: int = 1, confidence: str = "high", **columns: str) -> Any:
    """Return one row of the rule book, always in force unless told otherwise."""
    return REFERENCE.row(
        shelf=shelf(table, country),
        key=key,
        row=columns,
        in_force_from=_day(columns.get("effective_from", "") or columns.get("in_force_from", "")),
        in_force_to=_day(columns.get("effective_to", "") or columns.get("in_force_to", "")),
        confidence=confidence,
        source=columns.get("source", ""),
        event_id=number,
    )


@cache
def law_of(country: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the shipped regimes and rules of a country."""
    regimes = [
        row("licence_regimes", country, each["licence_type_code"], number=number, **each)
        for number, each in enumerate(shipped("licence_regimes"), start=1)
        if each["jurisdiction"] == country
    ]
    rules = [
        row(
            "country_rules",
            country,
            each["key"],
            number=number,
            **{name: cell for name, cell in each.items() if name != "key"},
        )
        for number, each in enumerate(shipped("country_rules"), start=1_000)
        if each["country"] == country
    ]
    return tuple(regimes), tuple(rules)


def ask(country: str, act: str, ore: str, day: str, party: str | Side, other: Any = None, **more: Any) -> Verdict:
    """Ask a question under the shipped law; a party may be given by its kind."""
    sides = [Side(each) if isinstance(each, str) else each for each in (party, other)]
    question = Question(act, ore, country, date.fromisoformat(day), sides[0], sides[1], **more)
    return may(question, *law_of(country))


def rows_of(verdict: Verdict) -> set[str]:
    return {each.key for each in verdict.rows}


def told(verdict: Verdict, weight: str) -> set[tuple[str, str]]:
    """Return (rule, code) of the reasons of a weight."""
    return {(each.rule, each.code) for each in verdict.reasons if each.weight == weight}
