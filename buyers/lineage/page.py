"""The page of a lot's lineage: how far it is traced, the drawing, and every lot with its kilograms as a table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from buyers.lineage.drawing import drawing
from buyers.lineage.layering import layered
from ledger import codes
from ledger.balance.completeness import MINE_SITE, traced
from ledger.balance.graph import Graph, Node, back, forward, record
from ledger.custody.seeing import lot_seen_by
from ledger.custody.tracing import origins_of
from ledger.parties.access import may_read_lots
from ledger.parties.doors import for_actors
from ledger.parties.models import Place

STEPS = (40, 200, 1_000, 5_000)
"""How many lots a drawing and each table show: first, and after each "show more"."""
MOST_ORIGINS = 100


@for_actors(may_read_lots)
def lineage(request: HttpRequest, code: str) -> HttpResponse:
    """Show the lineage of a lot to an actor who sees it; to others it does not exist."""
    stored = codes.normal(code)
    if stored != code:
        return redirect("lineage", stored)
    lot = lot_seen_by(request.actor, stored)
    if lot is None:
        raise Http404
    went_in, came_out = back(lot, request.actor), forward(lot, request.actor)
    most = _most(request.GET.get("most", ""))
    drawn = layered(went_in, came_out, most)
    context = {
        "lot": lot,
        "traced": traced(stored),
        "drawing": drawing(drawn, stored),
        "left_out": drawn.left_out,
        "more": next((step for step in STEPS if step > most), None) if drawn.left_out else None,
        "went_in": _rows(went_in, most),
        "came_out": _rows(came_out, most),
        "rows_left_out": sum(max(0, len(graph.nodes) - 1 - most) for graph in (went_in, came_out)),
        "cut": went_in.cut or came_out.cut,
        "veiled": sum(1 for node in came_out.nodes if node.code is None),
        "origins": _origins(stored),
    }
    return render(request, "lineage/lineage.html", context)


@for_actors(may_read_lots)
def lineage_json(request: HttpRequest, code: str) -> HttpResponse:
    """Give the whole graph as the API does, to a reader who is signed in."""
    lot = lot_seen_by(request.actor, codes.normal(code))
    if lot is None:
        raise Http404
    response = JsonResponse(record(lot, request.actor))
    response["Content-Disposition"] = f'attachment; filename="lodebook-lineage-{lot.code}.json"'
    return response


def _most(typed: str) -> int:
    return int(typed) if typed in {str(step) for step in STEPS} else STEPS[0]


def _rows(graph: Graph, most: int) -> list[Node]:
    nodes = [node for node in graph.nodes if node.depth]
    return sorted(nodes, key=lambda node: (-node.grams, node.depth, node.id))[:most]


def _origins(lot: str) -> list[dict[str, Any]]:
    """Return the places that a lot comes from with their kilograms, heaviest first."""
    grams: dict[str, int] = {}
    for origin in origins_of(lot):
        grams[origin.place] = grams.get(origin.place, 0) + origin.grams
    places = Place.objects.in_bulk(list(grams))
    ordered = sorted(grams.items(), key=lambda each: (-each[1], each[0]))[:MOST_ORIGINS]
    return [
        {"code": code, "place": place, "is_site": place and place.kind == MINE_SITE, "grams": part}
        for code, part in ordered
        for place in [places.get(code)]
    ]
