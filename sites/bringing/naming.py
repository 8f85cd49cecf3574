"""Cells that name a place or a party of the register: by our code, or by its number in any register."""

from __future__ import annotations

from sites.bringing.columns import Cell
from sites.bringing.known import Named

PLACE, PARTY = "place", "party"


def place(cell: Cell) -> Named:
    """Return the mine site that the cell names."""
    return _found(cell, cell.known.places, "unknown_site")


def party(cell: Cell) -> Named:
    """Return the party that the cell names."""
    return _found(cell, cell.known.parties, "unknown_holder")


def _found(cell: Cell, held: dict[str, Named], reason: str) -> Named:
    if cell.text not in held:
        raise cell.bad(reason, " / ".join(cell.known.near.get(cell.text, ())))
    return held[cell.text]
