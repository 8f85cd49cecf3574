"""GET /api/v1/lots/{code}/lineage/graph/: the lineage as nodes and edges, with kilograms of every ancestor."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.lists import answers
from ledger.api.lots import CODE, LotDoor
from ledger.balance.graph import record


class NodeShape(serializers.Serializer):
    """A lot of the graph; without a code where the asker may not see its name."""

    id = serializers.CharField()
    depth = serializers.IntegerField(help_text="Layers away from the lot asked about.")
    grams = serializers.IntegerField(help_text="Grams of it in the lot (back), or of the lot in it (forward).")
    code = serializers.CharField(allow_null=True)
    seen = serializers.BooleanField()
    mass_g = serializers.IntegerField(allow_null=True)
    mineral = serializers.CharField(allow_null=True)
    made_as = serializers.CharField(allow_null=True)
    state = serializers.CharField(allow_null=True)
    tag = serializers.CharField(allow_null=True)
    place = serializers.CharField(allow_null=True)


class ArrowShape(serializers.Serializer):
    """Grams that went from one node into another."""

    source = serializers.CharField()
    target = serializers.CharField()
    grams = serializers.IntegerField()
    basis = serializers.CharField()


class GraphShape(serializers.Serializer):
    """One direction of the lineage."""

    nodes = NodeShape(many=True)
    edges = ArrowShape(many=True)
    cut = serializers.BooleanField(help_text="There is more than one answer holds.")


TRACED = inline_serializer(
    "Traced",
    {
        "site_g": serializers.IntegerField(),
        "zone_g": serializers.IntegerField(),
        "nothing_g": serializers.IntegerField(),
    },
)
SHAPE = inline_serializer(
    "LineageGraph",
    {"lot": serializers.CharField(), "traced": TRACED, "back": GraphShape(), "forward": GraphShape()},
)


class LineageGraph(LotDoor):
    """Show the graph of a lot in both directions, whole, in one answer."""

    @extend_schema(
        operation_id="lineage_graph", parameters=[CODE], responses=answers(SHAPE, 401, 403, 404), tags=["lots"]
    )
    def get(self, request: Request, code: str) -> Response:
        """Show nodes and edges. A lot whose name the asker may not see is there with its grams, without its code."""
        return Response(record(self.lot(), self.actor))
