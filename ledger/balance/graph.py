"""The graph of a lot: nodes with their layer and grams, edges with their mass, as far as an actor may see names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from ledger.arithmetic import apportion
from ledger.balance.books import rows_of
from ledger.balance.completeness import traced
from ledger.balance.lineage import EdgeLine, ancestry, offspring
from ledger.balance.shares import grams_in, grams_of, in_order
from ledger.custody.models import Lot, Making
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything

MOST_EDGES = 50_000
BACK, FORWARD = "back", "forward"


class _Row(NamedTuple):
    """What a node shows of its lot, in the order of the node's own parts; the last is for shares alone."""

    code: str
    mass_g: int
    mineral: str
    made_as: str | None
    state: str
    tag: str | None
    place: str
    made_by: str | None


_LOTS = f"SELECT {', '.join(_Row._fields)} FROM ledger_lot WHERE code = ANY(%s)"  # noqa: S608 (columns are named above)


@dataclass(frozen=True)
class Node:
    """A lot of the graph. `grams` of it are in the lot asked about (back), or of that lot in it (forward).

    Without a code it is a lot whose name the actor may not see: it is there, with its grams, and nothing else.
    """

    id: str
    depth: int
    grams: int
    code: str | None = None
    seen: bool = False
    mass_g: int | None = None
    mineral: str | None = None
    made_as: str | None = None
    state: str | None = None
    tag: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Arrow:
    """Grams that went from one node into another."""

    source: str
    target: str
    grams: int
    basis: str


@dataclass(frozen=True)
class Graph:
    """One direction of a lot's lineage; `cut` says that there is more than a question answers."""

    way: str
    nodes: list[Node]
    arrows: list[Arrow]
    cut: bool


def back(lot: Lot, actor: Actor) -> Graph:
    """Return all that went into a lot. Whoever sees the lot reads the codes of what it was made of."""
    edges = ancestry(lot.code, MOST_EDGES + 1)
    cut, edges = len(edges) > MOST_EDGES, edges[:MOST_EDGES]
    depths = in_order(lot.code, edges, near="child", far="parent")
    rows = _rows(depths)
    held = grams_in(lot.code, lot.mass_g, edges, _Unknown(rows, edges), order=depths)
    seen = _seen(actor, depths)
    nodes = [_node(code, depth, held.get(code, 0), rows, seen, named=True) for code, depth in depths.items()]
    return Graph(BACK, nodes, [Arrow(each.parent, each.child, each.grams, each.basis) for each in edges], cut)


def forward(lot: Lot, actor: Actor) -> Graph:
    """Return all that came out of a lot; what the actor does not see is there without its name."""
    edges = offspring(lot.code, MOST_EDGES + 1)
    cut, edges = len(edges) > MOST_EDGES, edges[:MOST_EDGES]
    depths = in_order(lot.code, edges, near="parent", far="child")
    rows = _rows(depths)
    held = grams_of(lot.code, {code: row.mass_g for code, row in rows.items()}, edges, order=depths)
    seen = _seen(actor, depths)
    hidden = sorted((code for code in depths if code not in seen), key=lambda code: (depths[code], -held[code], code))
    ids = {code: f"hidden-{number}" for number, code in enumerate(hidden, start=1)}
    nodes = [
        _node(code, depth, held.get(code, 0), rows, seen, named=code in seen, called=ids.get(code))
        for code, depth in depths.items()
    ]
    arrows = [
        Arrow(ids.get(each.parent, each.parent), ids.get(each.child, each.child), each.grams, each.basis)
        for each in edges
    ]
    # in the order of their codes, nameless lots could be told apart
    return Graph(FORWARD, nodes, sorted(arrows, key=lambda arrow: (arrow.source, arrow.target)), cut)


def _rows(codes: Iterable[str]) -> dict[str, _Row]:
    # one array, not ten thousand placeholders: the ORM takes longer to write those than the database to answer
    return {record[0]: _Row._make(record) for record in rows_of(_LOTS, [list(codes)])}


def _seen(actor: Actor, codes: Any) -> set[str]:
    if sees_everything(actor):
        return set(codes)
    return set(lots_seen_by(actor).filter(code__in=list(codes)).values_list("code", flat=True))


def _node(
    code: str, depth: int, grams: int, rows: dict[str, _Row], seen: set[str], *, named: bool, called: str | None = None
) -> Node:
    if not named:
        return Node(called or code, depth, grams)
    if code not in seen or code not in rows:
        return Node(code, depth, grams, code)
    return Node(code, depth, grams, code, True, *rows[code][1:-1])


def record(lot: Lot, actor: Actor) -> dict[str, Any]:
    """Return both directions and how far the lot is traced as one record, for JSON."""
    # vars, not serializers: ten thousand nodes leave in one answer
    graphs = {
        graph.way: {"nodes": [vars(node) for node in graph.nodes], "edges": [vars(arrow) for arrow in graph.arrows]}
        | {"cut": graph.cut}
        for graph in (back(lot, actor), forward(lot, actor))
    }
    return {"lot": lot.code, "traced": asdict(traced(lot.code)), **graphs}


class _Unknown:
    """How many of so many grams of a lot came into it from nowhere, as its making said."""

    def __init__(self, rows: dict[str, _Row], edges: Sequence[EdgeLine]) -> None:
        keys = {row.made_by for row in rows.values() if row.made_by}
        makings = list(Making.objects.filter(key__in=keys, unknown_g__gt=0)) if edges else []
        masses = {row.code: row.mass_g for row in rows.values()}
        beside = {code for making in makings for code in making.outputs if code not in masses}
        masses |= dict(Lot.objects.filter(code__in=beside).values_list("code", "mass_g")) if beside else {}
        self.masses = masses
        self.unknown: dict[str, int] = {}
        for making in makings:
            parts = apportion(making.unknown_g or 0, [(code, masses[code]) for code in making.outputs])
            self.unknown.update(parts)

    def __call__(self, lot: str, grams: int) -> int:
        unknown_g = self.unknown.get(lot, 0)
        return unknown_g * grams // self.masses[lot] if unknown_g else 0
