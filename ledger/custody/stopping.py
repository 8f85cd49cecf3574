"""What is looked at before a lot is used up: rooms above name tables by lot, such as open flags (CUST-07)."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.deeds.tables import Table

BEFORE_USE: list[Table] = []
"""Dependants of lots that are read, never written, where lots are used up."""


def looked_at_before_use(lots: Iterable[str]) -> dict[Table, list[str]]:
    """Return what a deed that uses lots up reads of them, for the guards of rooms above."""
    return dict.fromkeys(BEFORE_USE, list(lots))
