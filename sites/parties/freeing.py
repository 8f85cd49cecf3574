"""Lets the numbers of a party go when its registration is taken back: another may have them."""

from __future__ import annotations

from typing import Any

from ledger.deeds.rows import Rows
from sites.parties.tables import NOBODYS, PARTY_LINE, PARTY_NUMBER


def numbers_of_party(party: str, rows: Rows) -> list[str]:
    """Return the numbers that descriptions of a party have bound to it."""
    line = rows.get(PARTY_LINE, party)
    return list(line.numbers or []) if line is not None else []


def apply_free_numbers(registered: Any, events: list[int], rows: Rows) -> None:
    """Free the numbers of a party (its row) when its registration is among the events taken back."""
    if registered is None or registered.event_id not in events:
        return
    for key in numbers_of_party(registered.code, rows):
        held = rows.get(PARTY_NUMBER, key)
        if held is not None and held.party == registered.code:
            rows.change(PARTY_NUMBER, key, party=NOBODYS)
