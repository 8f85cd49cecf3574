"""The question that licensing answers, and the shape of its answer: reasons, each with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ledger.deeds.guards import switched_off
from ledger.standing.licences import Held, held_by
from ledger.standing.regimes import CountryRule, Regime, covers

YES, NO, UNKNOWN, WARN, NOTE = "yes", "no", "unknown", "warn", "note"


@dataclass(frozen=True)
class Side:
    """A party to the question.

    With `party` its statements tell what it holds. Without, it is only thought of: `supposed` names the regimes whose
    licences it shall hold, None any that its kind can hold.
    """

    kind: str
    party: str = ""
    statements: tuple[Any, ...] = ()
    supposed: frozenset[str] | None = None

    @property
    def is_free(self) -> bool:
        """Whether it may hold whatever its kind can hold."""
        return not self.party and self.supposed is None


@dataclass(frozen=True)
class Question:
    """May this party do this act with this ore, in this state, with that counterparty, on that day?

    `places` and `zones` are where the ore was dug, as far as known; `papers` what was shown (permit, clearance).
    """

    act: str
    ore: str
    country: str
    day: date
    party: Side
    counterparty: Side | None = None
    state: str = "ore"
    destination: str = ""
    places: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    artisanal: bool = True


@dataclass(frozen=True)
class Reason:
    """Why: the rule, a stable code, facts for the sentence, and the rows of the rule book behind it.

    `weight` is yes, no, warn, unknown, or note, which is shown beside the answer without moving it. `by_silence` marks
    a no that follows only from nothing being entered.
    """

    rule: str
    code: str
    weight: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Any, ...] = ()
    by_silence: bool = False


@dataclass(frozen=True)
class Verdict:
    """The answer with all its reasons; `needed` names the regimes that would make it a yes."""

    answer: str
    reasons: tuple[Reason, ...]
    needed: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[Reason, ...]:
        return tuple(each for each in self.reasons if each.weight == WARN)

    @property
    def refusals(self) -> tuple[Reason, ...]:
        return tuple(each for each in self.reasons if each.weight == NO)

    @property
    def rows(self) -> tuple[Any, ...]:
        """Rows of the rule book that it rests on, each once."""
        found = {(row.shelf, row.key): row for reason in self.reasons for row in reason.rows}
        return tuple(found[name] for name in sorted(found))


@dataclass(frozen=True)
class Case:
    """A question with the rows in force on its day."""

    asked: Question
    regimes: Mapping[str, Regime]
    rules: tuple[CountryRule, ...]

    @cached_property
    def kinds_of_licence(self) -> list[Regime]:
        """Regimes that a licence can be of, rules of law left out, in the order of their keys."""
        return [self.regimes[key] for key in sorted(self.regimes) if not self.regimes[key].is_rule]

    def allowing(self, act: str) -> list[Regime]:
        """Return the regimes that allow an act with the ore."""
        ore = self.asked.ore
        return [each for each in self.kinds_of_licence if covers(each.names("ores"), ore) and each.allows(act)]

    def open_to(self, kind: str) -> list[Regime]:
        """Return the regimes that a kind of party can hold."""
        return [each for each in self.kinds_of_licence if each.may_be_held_by(kind)]

    def licences(self, side: Side) -> list[Held]:
        """Return the licences of a side in the country; for one only thought of, those that it could hold."""
        if side.party:
            return [each for each in held_by(side.statements) if each.jurisdiction == self.asked.country]
        keys: Iterable[str] = (each.key for each in self.open_to(side.kind)) if side.is_free else side.supposed or ()
        return [Held("", key, self.asked.country, supposed=True) for key in sorted(keys)]

    def relevant(self, side: Side) -> list[Held]:
        """Return the licences of a side that cover the ore, whatever their dates."""
        return [each for each in self.licences(side) if self.covers(each)]

    def covers(self, held: Held) -> bool:
        """Say whether a licence covers the ore: by its own paper, else by its regime."""
        ores = held.ores or (self.regimes[held.regime].names("ores") if held.regime in self.regimes else ())
        return covers(ores, self.asked.ore)

    def valid(self, side: Side) -> set[str]:
        """Return the regimes of which a side holds a licence that is valid on the day and covers the ore."""
        day = self.asked.day
        return {each.regime for each in self.relevant(side) if each.runs_on(day) and not each.stopped_on(day)}

    def rules_for(self, act: str, *kinds: str) -> list[CountryRule]:
        """Return the country's rules of these kinds that speak of an act with the ore."""
        asked = self.asked
        return [
            each
            for each in self.rules
            if each.kind in kinds
            and not each.only_shown
            and each.id not in switched_off
            and each.concerns(act, asked.ore, asked.state)
        ]
