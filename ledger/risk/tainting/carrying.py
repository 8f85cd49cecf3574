"""Carries grams forward: what of some lots is in everything that was made of them. Pure.

Where a lot that is itself tainted went into another tainted one, its grams are counted once: the later lot is tainted
whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger.balance.shares import Line


def carried(starts: Mapping[str, int], masses: Mapping[str, int], edges: Sequence[Line]) -> dict[str, int]:
    """Return the grams of `starts` in each lot: themselves whole, what was made of them by share, to the half gram.

    `masses` are book masses in grams, `edges` the grams of a parent in a child. Never more than a lot weighs.
    """
    into: dict[str, list[Line]] = {}
    for edge in edges:
        into.setdefault(edge.parent, []).append(edge)
    held = dict(starts)
    for lot in _in_order(starts, into):
        whole = masses.get(lot) or 1
        for edge in into.get(lot, ()):
            if edge.child not in starts:
                part = (2 * edge.grams * held.get(lot, 0) + whole) // (2 * whole)
                held[edge.child] = min(held.get(edge.child, 0) + part, masses.get(edge.child, part))
    return {lot: grams for lot, grams in held.items() if grams}


def _in_order(starts: Iterable[str], into: Mapping[str, Sequence[Line]]) -> list[str]:
    """Return every lot after all tainted lots that went into it."""
    open_ways: dict[str, int] = {}
    for lines in into.values():
        for edge in lines:
            open_ways[edge.child] = open_ways.get(edge.child, 0) + 1
    ready = sorted(lot for lot in {*starts, *into} if not open_ways.get(lot))
    for lot in ready:
        for edge in into.get(lot, ()):
            open_ways[edge.child] -= 1
            if not open_ways[edge.child]:
                ready.append(edge.child)
    return ready
