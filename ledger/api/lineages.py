"""GET /api/v1/lots/{code}/lineage/: what went into a lot, and what came out of it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.lists import answers
from ledger.api.lots import CODE, LotDoor
from ledger.api.shapes import EdgeShape, LineageShape
from ledger.balance.lineage import EdgeLine, ancestry, offspring
from ledger.custody.seeing import lots_seen_by


class Lineage(LotDoor):
    """Show the edges of a lot in both directions."""

    @extend_schema(
        operation_id="lineage", parameters=[CODE], responses=answers(LineageShape, 401, 403, 404), tags=["lots"]
    )
    def get(self, request: Request, code: str) -> Response:
        """Show edges: back whole for whoever sees the lot, forward only into lots that the asker sees too."""
        lot = self.lot().code
        back, forward = ancestry(lot), self._seen(offspring(lot))
        return Response({"back": EdgeShape(back, many=True).data, "forward": EdgeShape(forward, many=True).data})

    def _seen(self, edges: list[EdgeLine]) -> list[EdgeLine]:
        children = {edge.child for edge in edges}
        seen = set(lots_seen_by(self.actor).filter(code__in=children).values_list("code", flat=True))
        return [edge for edge in edges if edge.child in seen]
