"""How a rule of worry registers itself: an ID, what it looks at, a version, its sentence and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.deeds.guards import RULES, Rule, switched_off
from ledger.parties.kinds import MINE_SITE
from ledger.risk.evidence_words import in_words

OPERATIONAL = "operational"


@dataclass(frozen=True)
class Worry:
    """What a rule found: how much it weighs, its category, and the numbers for its sentence.

    `category` is an OECD Annex II paragraph (standards.md §1.3) or "operational".
    """

    severity: str
    category: str
    evidence: dict[str, Any]
    lots: Sequence[str] = ()
    """Lots that a "hold" holds for review beside its subject; they are no part of the evidence."""
    holds_since: date | None = None
    """A "hold" about a place holds all its lots dug since this day that are still there."""


@dataclass(frozen=True)
class PlaceSeen:
    """A place as a rule sees it: its statements of standing as loaded, the day it is looked at, what kind it is of."""

    code: str
    statements: Sequence[Any]
    today: date
    country: str = ""
    findings: Mapping[str, Any] = field(default_factory=dict)
    """What rooms above know of it beyond its standing (ledger.risk.finders)."""
    kind: str = MINE_SITE


@dataclass(frozen=True)
class LotSeen:
    """A lot as a rule sees it: origins as (place, dug_on, grams), the statements of each place, and its country."""

    code: str
    origins: Sequence[tuple[str, date, int]]
    statements: Mapping[str, Sequence[Any]]
    countries: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PartySeen:
    """A party as a rule sees it: its statements of standing as loaded, and what rooms above found."""

    code: str
    statements: Sequence[Any]
    today: date
    country: str = ""
    findings: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True)
class RiskRule:
    """A registered rule of worry; `sentences` are translatable templates over the evidence, by severity.

    `innocent` are explanations that accuse nobody, `clears` says what would clear it and who can supply that,
    `parameters` name the dated numbers that it reads, `reads` the rows, in words.
    """

    id: str
    version: int
    looks_at: str
    function: Callable[[Any], Worry | None]
    sentences: dict[str, Any]
    innocent: tuple[Any, ...] = ()
    clears: Any = ""
    parameters: tuple[str, ...] = ()
    reads: tuple[Any, ...] = ()
    categories: tuple[str, ...] = (OPERATIONAL,)
    """OECD Annex II paragraphs or red flags that its worries may be about, else operational."""
    answered_by_person: bool = False
    """Whether what it held stays held when its finding is gone, until a person has said why."""


RISK_RULES: dict[str, RiskRule] = {}


def rule(
    rule_id: str,
    *,
    looks_at: str,
    version: int,
    sentences: dict[str, Any],
    source: str,
    innocent: tuple[Any, ...] = (),
    clears: Any = "",
    parameters: tuple[str, ...] = (),
    reads: tuple[Any, ...] = (),
    categories: tuple[str, ...] = (OPERATIONAL,),
    answered_by_person: bool = False,
) -> Callable[[Callable[[Any], Worry | None]], Callable[[Any], Worry | None]]:
    """Register a pure function that worries about a "place", "lot" or "party"; see RiskRule for the rest."""

    def register(function: Callable[[Any], Worry | None]) -> Callable[[Any], Worry | None]:
        about = (function.__doc__ or "").strip().splitlines()[0]
        RISK_RULES[rule_id] = RiskRule(
            rule_id,
            version,
            looks_at,
            function,
            sentences,
            innocent,
            clears,
            parameters,
            reads,
            categories,
            answered_by_person,
        )
        RULES.append(Rule(rule_id, (looks_at,), "worries", about, function, source))
        return function

    return register


def told_by_refusals(
    rule_id: str,
    *,
    version: int,
    sentences: dict[str, Any],
    innocent: tuple[Any, ...] = (),
    clears: Any = "",
    parameters: tuple[str, ...] = (),
    reads: tuple[Any, ...] = (),
) -> None:
    """Register the sentences of flags that a kept refusal raises: the guard has found it, nobody looks for it again."""
    RISK_RULES[rule_id] = RiskRule(
        rule_id, version, "refusals", _finds_nothing, sentences, innocent, clears, parameters, reads
    )


def _finds_nothing(seen: Any) -> Worry | None:
    return None


def rules_for(looks_at: str) -> list[RiskRule]:
    """Return the rules in force for places or lots."""
    return [each for each in RISK_RULES.values() if each.looks_at == looks_at and each.id not in switched_off]


def explain(rule_id: str, severity: str, evidence: dict[str, Any], today: date) -> str:
    """Return the one sentence of a flag, with its numbers and its age today, in the active language."""
    sentences = RISK_RULES[rule_id].sentences
    why = "never" if evidence.get("visited_on") == "never" else evidence.get("why", "")
    sentence = sentences.get(f"{severity}.{why}", sentences[severity])
    return str(sentence) % in_words(evidence, today)
