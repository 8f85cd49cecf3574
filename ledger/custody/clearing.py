"""Clearance: what those who look for risk say of a lot at the moment when it is to leave the country.

They stand above this room, so they hand their answer in: nobody has, and no lot is cleared. The answer is an outside
input: the deed that asks keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clearance:
    """Whether the rules of risk have looked at a lot, and the IDs of those that stop it or a place of its ore."""

    assessed: bool = False
    stopped_by: tuple[str, ...] = ()


Answer = Callable[[Any, Iterable[str]], Clearance]
_answers: list[Answer] = []


def answers_for_risk(function: Answer) -> Answer:
    """Register who answers for a lot (its row) and the places of its ore."""
    _answers[:] = [function]
    return function


def clearance_of(lot: Any, places: Iterable[str]) -> Clearance:
    """Return the clearance of a lot; unassessed where nobody answers."""
    return _answers[0](lot, places) if _answers else Clearance()
