"""Guards and rules under their IDs. A guard refuses; a risk rule (ledger.risk) worries afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One provable rule: its ID, what it hangs on, whether it refuses or worries, and its first sentence."""

    id: str
    on: tuple[str, ...]
    severity: str
    about: str
    function: Callable[..., Any]
    source: str


RULES: list[Rule] = []
switched_off: set[str] = set()
"""IDs that `pytest --without-rule` takes away, to prove that the rule's tests bite. Always empty in service."""


def guard(rule_id: str, *, on: str | tuple[str, ...], source: str = "domain/custody_3t.md §6") -> Callable[..., Any]:
    """Register a pure function (entry, rows) that refuses entries of these kinds by raising Refused."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        kinds = (on,) if isinstance(on, str) else on
        about = (function.__doc__ or "").strip().splitlines()[0]
        RULES.append(Rule(rule_id, kinds, "refuses", about, function, source))
        return function

    return register


def works_out(rule_id: str, *, on: str, source: str, otherwise: Any = None) -> Callable[..., Any]:
    """Register a pure function that works something out by a rule; switched off, it answers `otherwise`."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        about = (function.__doc__ or "").strip().splitlines()[0]
        RULES.append(Rule(rule_id, (on,), "works out", about, function, source))

        @wraps(function)
        def worked_out(*given: Any, **named: Any) -> Any:
            return otherwise if rule_id in switched_off else function(*given, **named)

        return worked_out

    return register


def guards_on(kind: str) -> list[Rule]:
    """Return the guards of a kind that are in force, in the order they were registered."""
    found = (rule for rule in RULES if rule.severity == "refuses" and kind in rule.on)
    return [rule for rule in found if rule.id not in switched_off]
