"""A person states a row of the rule book."""

from __future__ import annotations

from typing import Any

from ledger.deeds.entries import Actor
from tests.make import entered, envelope


def say(actor: Actor, table: str, name: str, row: dict[str, str], part: str | None = None, **more: Any) -> None:
    """State a row; `name` is its key within the table (an envelope has a key of its own)."""
    said = envelope("reference.stated.v1", table=table, part=part, row=row, **{"source": "our field team", **more})
    said["facts"]["key"] = name
    entered(actor, said)
