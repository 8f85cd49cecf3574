"""Asks: a question typed by somebody becomes one that the law answers, with the rows of its country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from ledger import codes
from ledger.parties.kinds import PARTY_KINDS
from ledger.parties.models import Party
from ledger.reference.minerals import MINERALS
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.tables import shelf
from ledger.standing.licensing import may
from ledger.standing.models import Standing
from ledger.standing.question import Question, Side, Verdict
from ledger.standing.regimes import ACTS, COUNTRY_RULES, REGIMES, STATES
from sites.licensing.words import PAPERS

LONGEST = 400


class BadQuestion(ValueError):
    """A part of the question is not right: `field` names it, `expected` says what it may be."""

    def __init__(self, named: str, expected: str) -> None:
        super().__init__(named)
        self.field, self.expected = named, expected


@dataclass(frozen=True)
class Asked:
    """A question as typed, with its sides found."""

    question: Question
    party: Party | None = None
    counterparty: Party | None = None


@dataclass(frozen=True)
class Answered:
    """The answer, and the answer for each state of the product."""

    asked: Asked
    verdict: Verdict
    by_state: dict[str, str] = field(default_factory=dict)


def read(given: Mapping[str, str]) -> Asked:
    """Return the question of a query. Raises BadQuestion."""
    party, other = _party(given, "party"), _party(given, "counterparty")
    kind = party.kind if party else _one_of(given, "kind", PARTY_KINDS)
    other_kind = other.kind if other else _one_of(given, "counterparty_kind", ("", *PARTY_KINDS))
    licences, others = _regimes(given, "licences"), _regimes(given, "counterparty_licences")
    country = given.get("country", "").strip().upper() or (party.country if party else "")
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise BadQuestion("country", "two letters of a country, such as ZW")
    return Asked(
        Question(
            act=_one_of(given, "act", ACTS),
            ore=_one_of(given, "mineral", tuple(MINERALS)),
            country=country,
            day=_day(given),
            party=_side(party, kind, licences),
            counterparty=_side(other, other_kind, others) if other or other_kind else None,
            state=_one_of(given, "state", ("", *STATES)) or STATES[0],
            papers=frozenset(_some_of(given, "papers", tuple(PAPERS))),
        ),
        party,
        other,
    )


def answer(asked: Asked) -> Answered:
    """Answer a question from the country's shelves, for its state and beside it for each state."""
    regimes, rules = rows_of(asked.question.country)
    verdict = may(asked.question, regimes, rules)
    by_state = {each: may(replace(asked.question, state=each), regimes, rules).answer for each in STATES}
    return Answered(asked, verdict, by_state)


def rows_of(country: str) -> tuple[list[ReferenceRow], list[ReferenceRow]]:
    """Return what stands on the two shelves of a country; one question."""
    shelves = shelf(REGIMES, country), shelf(COUNTRY_RULES, country)
    found = list(ReferenceRow.objects.filter(shelf__in=shelves))
    return [each for each in found if each.shelf == shelves[0]], [each for each in found if each.shelf == shelves[1]]


def _side(party: Party | None, kind: str, supposed: frozenset[str] | None) -> Side:
    if party is None:
        return Side(kind, supposed=supposed)
    return Side(party.kind, party.code, tuple(Standing.objects.filter(subject=party.code).order_by("event_id")))


def _party(given: Mapping[str, str], name: str) -> Party | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    code = codes.normal(typed[: 2 * codes.LENGTH])
    party = Party.objects.filter(code=code).first() if codes.is_code(code, codes.PARTY) else None
    if party is None:
        raise BadQuestion(name, "the code of a registered party")
    return party


def _one_of(given: Mapping[str, str], name: str, words: Iterable[str]) -> str:
    allowed, typed = tuple(words), given.get(name, "").strip()
    if typed not in allowed:
        raise BadQuestion(name, ", ".join(word for word in allowed if word))
    return typed


def _some_of(given: Mapping[str, str], name: str, words: tuple[str, ...]) -> list[str]:
    listed = [word for each in given.get(name, "")[:LONGEST].split(",") if (word := each.strip())]
    if not set(listed) <= set(words):
        raise BadQuestion(name, ", ".join(words))
    return listed


def _regimes(given: Mapping[str, str], name: str) -> frozenset[str] | None:
    """Return the regimes that a party only thought of shall hold; None where the query does not say."""
    if name not in given:
        return None
    return frozenset(word for each in given[name][:LONGEST].split(",") if (word := each.strip().upper()))


def _day(given: Mapping[str, str]) -> date:
    typed = given.get("on", "").strip()
    try:
        return date.fromisoformat(typed) if typed else datetime.now(UTC).date()
    except ValueError:
        raise BadQuestion("on", "a day as 2026-11-23") from None


def all_cited(verdict: Verdict) -> list[Any]:
    """Return the rows behind an answer: those that decide it first."""
    weights = {"no": 0, "unknown": 1, "yes": 2, "warn": 3, "note": 4}
    first: dict[tuple[str, str], tuple[int, Any]] = {}
    for reason in verdict.reasons:
        for row in reason.rows:
            rank = weights[reason.weight]
            name = row.shelf, row.key
            if name not in first or rank < first[name][0]:
                first[name] = (rank, row)
    return [row for _, row in sorted(first.values(), key=lambda pair: (pair[0], pair[1].shelf, pair[1].key))]
