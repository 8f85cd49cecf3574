"""GET /api/v1/visit-statistics/: the statistic of a question, and the visits behind it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter
from ledger.api.lists import answers
from ledger.api.permissions import SignedIn
from sites.statistics.asking import UNITS, VISITS, BadQuestion, Question, read
from sites.statistics.counting import visit_statistics

QUESTION = [
    OpenApiParameter("project", str, many=True, description="Only visits of these projects; left out: all."),
    OpenApiParameter("before", str, description="Only visits before this day, as 2019-01-01."),
    OpenApiParameter("onsite", str, enum=["1"], description="Only visits on which somebody was at the site."),
    OpenApiParameter("unit", str, enum=list(UNITS), description="Shares of sites or of miners.", default="site"),
    OpenApiParameter("visit", str, enum=list(VISITS), description="Each site's latest, or any.", default="latest"),
]


class GroupShape(serializers.Serializer):
    """Sums of a group of sites; a share is of what is known, null where nothing is."""

    sites = serializers.IntegerField()
    miners = serializers.IntegerField()
    presence = serializers.FloatField(allow_null=True)
    interference = serializers.FloatField(allow_null=True)


class VisitStatisticsShape(serializers.Serializer):
    """What visits say about armed actors, with the definition and how many sites stay out of each share."""

    definition = serializers.CharField()
    sites = serializers.IntegerField()
    miners = serializers.IntegerField()
    unknown = serializers.DictField(child=serializers.IntegerField())
    all = GroupShape()
    by_mineral = serializers.DictField(child=GroupShape())
    by_scheme = serializers.DictField(child=GroupShape())


class VisitStatistics(Door):
    """Answer what visits say about armed actors."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="visit_statistics",
        parameters=QUESTION,
        responses=answers(VisitStatisticsShape, 400, 401, 403),
        tags=["sites"],
    )
    def get(self, request: Request) -> Response:
        """Tell shares of sites or miners with armed presence and with interference, by ore and by scheme."""
        return Response(visit_statistics(_question(request)))


def _question(request: Request) -> Question:
    given: dict[str, Any] = request.query_params.dict()
    try:
        return read(given, request.query_params.getlist("project"))
    except BadQuestion as bad:
        raise bad_parameter(bad.name, bad.expected) from None
