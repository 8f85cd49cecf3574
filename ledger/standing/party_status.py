"""Reads what authorities have decided about a party: none overwrites another, and the hardest counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.standing.reading import PARTY_STATUS, in_force, live

ACTIVE, SUSPENDED, REVOKED = "active", "suspended", "revoked"
STATUSES = (ACTIVE, SUSPENDED, REVOKED)
BLOCKING = (REVOKED, SUSPENDED)
"""Hardest first."""


def latest_decisions(statements: Iterable[Any], day: date) -> list[Any]:
    """Return for each authority its latest decision about a party that had begun on a day."""
    latest: dict[str, Any] = {}
    for each in sorted(live(statements), key=lambda each: (each.valid_from, each.event_id)):
        if each.topic == PARTY_STATUS and each.valid_from <= day:
            latest[(each.terms or {}).get("by", "")] = each
    return [latest[by] for by in sorted(latest)]


def stopped_by(statements: Iterable[Any], day: date) -> Any | None:
    """Return the decision that keeps a party from acting on a day; None where none does."""
    holding = [each for each in latest_decisions(statements, day) if each.value in BLOCKING and in_force(each, day)]
    return min(holding, key=lambda each: (BLOCKING.index(each.value), each.valid_from, each.event_id), default=None)
