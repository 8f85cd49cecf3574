"""Which nodes are drawn and where: layers from left to right, the heaviest first, the rest gathered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.balance.graph import Arrow, Graph, Node


@dataclass(frozen=True)
class Spot:
    """A box of the drawing: its node, or how many lots are gathered in it; column from the left, row from the top."""

    id: str
    column: int
    row: float
    grams: int
    node: Node | None = None
    gathered: int = 0


@dataclass(frozen=True)
class Drawn:
    """What a drawing holds: boxes, lines between them, and how many lots are only gathered."""

    spots: list[Spot]
    arrows: list[Arrow]
    columns: int
    rows: int
    left_out: int


def layered(back: Graph, forward: Graph, most: int) -> Drawn:
    """Return at most so many boxes of lots, heaviest first, and one for the rest of each layer; origins stand left."""
    nodes = {node.id: (node, -node.depth) for node in back.nodes}
    nodes |= {node.id: (node, node.depth) for node in forward.nodes if node.depth}
    kept = _heaviest(nodes.values(), most)
    spots_of = {id: id if id in kept else f"rest{layer}" for id, (_, layer) in nodes.items()}
    arrows = _merged(spots_of, [*back.arrows, *forward.arrows])
    layers: dict[int, dict[str, list[Node]]] = {}
    for id, (node, layer) in nodes.items():
        layers.setdefault(layer, {}).setdefault(spots_of[id], []).append(node)
    first = min(layers)
    heights = _rows(layers, arrows)
    spots = [
        _spot(id, layer - first, heights[id], members)
        for layer in sorted(layers)
        for id, members in layers[layer].items()
    ]
    rows = max(len(layer) for layer in layers.values())
    return Drawn(spots, arrows, len(layers), rows, len(nodes) - len(kept))


def _heaviest(nodes: Iterable[tuple[Node, int]], most: int) -> set[str]:
    ordered = sorted(nodes, key=lambda each: (each[1] != 0, -each[0].grams, each[0].id))
    return {node.id for node, _ in ordered[:most]}


def _merged(spots: dict[str, str], arrows: Sequence[Arrow]) -> list[Arrow]:
    """Return the lines between boxes: those between the same two boxes are one, with their grams together."""
    sums: dict[tuple[str, str], int] = {}
    for arrow in arrows:
        ends = (spots[arrow.source], spots[arrow.target])
        if ends[0] != ends[1]:
            sums[ends] = sums.get(ends, 0) + arrow.grams
    return [Arrow(source, target, grams, "mass") for (source, target), grams in sorted(sums.items())]


def _rows(layers: dict[int, dict[str, list[Node]]], arrows: Sequence[Arrow]) -> dict[str, float]:
    """Return the row of every box: near the middle of what it leads to, layer after layer away from the lot."""
    ends: dict[str, list[str]] = {}
    for arrow in arrows:
        ends.setdefault(arrow.source, []).append(arrow.target)
        ends.setdefault(arrow.target, []).append(arrow.source)
    rows: dict[str, float] = {}
    tallest = max(len(layer) for layer in layers.values())
    for layer in sorted(layers, key=abs):

        def pull(id: str) -> tuple[bool, float, str]:
            near = [rows[end] for end in ends.get(id, ()) if end in rows]
            return id.startswith("rest"), sum(near) / len(near) if near else 0.0, id

        top = (tallest - len(layers[layer])) / 2
        for place, id in enumerate(sorted(layers[layer], key=pull)):
            rows[id] = top + place
    return rows


def _spot(id: str, column: int, row: float, members: Sequence[Node]) -> Spot:
    grams = sum(node.grams for node in members)
    alone = members[0] if len(members) == 1 and not id.startswith("rest") else None
    return Spot(id, column, row, grams, alone, 0 if alone else len(members))
