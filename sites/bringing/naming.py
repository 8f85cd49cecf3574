"""Cells that name something: a site or party by code or number of any register, a bag by tag or lot, a depot."""

from __future__ import annotations

from sites.bringing.columns import Cell
from sites.bringing.known import Named
from sites.bringing.known_trade import is_tag, is_tag_or_lot, number_of

PLACE, PARTY, TAG, LOT, DEPOT = KINDS = ("place", "party", "tag", "lot", "depot")


def place(cell: Cell) -> Named:
    """Return the mine site that the cell names."""
    return _found(cell, cell.known.places, "unknown_site")


def party(cell: Cell) -> Named:
    """Return the party that the cell names."""
    return _found(cell, cell.known.parties, "unknown_holder")


def tag(cell: Cell) -> str:
    """Return the number of a tag: ours with its check sign, or a foreign one within its series."""
    number = number_of(cell.text)
    if not is_tag(number):
        raise cell.bad("not_a_tag", " / ".join(cell.known.near.get(cell.text, ())))
    return number


def bag(cell: Cell) -> str:
    """Return the lot that a bag is: by its tag, or by the lot's own code."""
    if cell.text in cell.known.unused:
        raise cell.bad("tag_unused")
    if cell.text not in cell.known.lots:
        reason = "unknown_bag" if is_tag_or_lot(number_of(cell.text)) else "not_a_tag"
        raise cell.bad(reason, " / ".join(cell.known.near.get(cell.text, ())))
    return cell.known.lots[cell.text]


def depot(cell: Cell) -> Named:
    """Return a depot: by its code, or by its name among those of one's own party."""
    return _found(cell, cell.known.depots, "unknown_depot")


def _found(cell: Cell, held: dict[str, Named], reason: str) -> Named:
    if cell.text not in held:
        raise cell.bad(reason, " / ".join(cell.known.near.get(cell.text, ())))
    return held[cell.text]
