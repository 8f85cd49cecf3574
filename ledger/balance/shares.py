"""Blend shares: how many grams of each ancestor are in a lot, and how many of a lot in each offspring. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Protocol

from ledger.arithmetic import apportion


class Line(Protocol):
    """Grams of a parent lot in a child lot."""

    @property
    def child(self) -> str: ...

    @property
    def parent(self) -> str: ...

    @property
    def grams(self) -> int: ...


def in_order(lot: str, edges: Sequence[Line], *, near: str, far: str) -> dict[str, int]:
    """Return all lots of a walk that began at a lot, nobody before those that lead to it, with their depth.

    A lot's depth is its longest way from where the walk began: an edge always leads at least one layer on. `near` and
    `far` name the ends of an edge ("child" and "parent" on the way back).
    """
    near_end, far_end = attrgetter(near), attrgetter(far)
    onwards: dict[str, list[str]] = {}
    open_ways: dict[str, int] = {}
    for edge in edges:
        end = far_end(edge)
        onwards.setdefault(near_end(edge), []).append(end)
        open_ways[end] = open_ways.get(end, 0) + 1
    depths, ready = {lot: 0}, [lot]
    for each in ready:
        for end in onwards.get(each, ()):
            depths[end] = max(depths.get(end, 0), depths[each] + 1)
            open_ways[end] -= 1
            if not open_ways[end]:
                ready.append(end)
    return {each: depths[each] for each in ready}


def grams_in(
    lot: str,
    mass_g: int,
    edges: Sequence[Line],
    unknown: Callable[[str, int], int] = lambda lot, grams: 0,
    order: Iterable[str] | None = None,
) -> dict[str, int]:
    """Return how many grams of each ancestor are in a lot; those that began it and the unknown add up to its mass.

    What is in a blend is in it in the proportion of its inputs; `unknown` says how many of so many grams of a lot came
    into it from nowhere. Every step is shared out to the gram. `order` is what `in_order` says, where it is known.
    """
    inputs = _by(edges, "child")
    held = {lot: mass_g}
    for each in order or in_order(lot, edges, near="child", far="parent"):
        lines = inputs.get(each)
        if not lines:
            continue
        grams = held.get(each, 0)
        parts = apportion(grams - unknown(each, grams), [(line.parent, line.grams) for line in lines])
        for parent, part in parts:
            held[parent] = held.get(parent, 0) + part
    return held


def grams_of(
    lot: str, masses: Mapping[str, int], edges: Sequence[Line], order: Iterable[str] | None = None
) -> dict[str, int]:
    """Return how many grams of a lot went into each of its offspring, rounded at every step."""
    into = _by(edges, "parent")
    held = {lot: masses[lot]}
    for each in order or in_order(lot, edges, near="parent", far="child"):
        for line in into.get(each, ()):
            whole = masses.get(each) or 1
            part = (2 * line.grams * held.get(each, 0) + whole) // (2 * whole)
            held[line.child] = held.get(line.child, 0) + part
    return held


def _by(edges: Iterable[Line], end: str) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for edge in edges:
        found.setdefault(getattr(edge, end), []).append(edge)
    return found
