"""GET /api/v1/acts/ and /api/v1/acts/{key}/lots/: acts, and the lots that each touches."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.lots import NEWEST_FIRST
from ledger.api.permissions import SignedIn
from ledger.api.shapes import PlaceLotShape
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tracing import grams_by_lot, open_grams
from sites.statuses import acts
from sites.statuses.models import Act

KEY = OpenApiParameter("key", str, "path", description="Key of an entry of the act.")


class ActShape(serializers.ModelSerializer):
    """One entry of an act; a long annex has several under one number."""

    sites = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Act
        fields = ["key", "number", "article", "legal_basis", "authority", "by", "scheme", "status", "valid_from",
                  "valid_to", "signed_on", "recorded_on", "document", "sites"]  # fmt: skip


class ActLotShape(PlaceLotShape):
    """A lot with ore from the sites of an act: `grams` of its mass come from there."""


class Acts(Door):
    """List acts."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="acts",
        parameters=[LIMIT, AFTER],
        responses=answers(listed(ActShape), 400, 401, 403),
        tags=["acts"],
    )
    def get(self, request: Request) -> Response:
        """List acts with their sites, newest first."""
        found, following = page_of(request, Act.objects.all(), ("-event_id",))
        return Response({"results": ActShape(found, many=True).data, "next": following})


class ActLots(Door):
    """List the lots with ore from the sites of an act, dug since its first day."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="lots_of_act",
        parameters=[KEY, LIMIT, AFTER],
        responses=answers(listed(ActLotShape, open_total_g=serializers.IntegerField()), 400, 401, 403, 404),
        tags=["acts"],
    )
    def get(self, request: Request, key: Any) -> Response:
        """List seen lots, newest first, with the grams from there; `open_total_g` sums over those still open."""
        act = acts.find(str(key))
        if act is None:
            raise Http404
        dug, seen = acts.dug_since(act), lots_seen_by(self.actor)
        lots, following = page_of(request, acts.lots_of(act, seen), NEWEST_FIRST)
        grams = grams_by_lot(dug, [lot.code for lot in lots])
        for lot in lots:
            lot.grams = grams[lot.code]
        return Response(
            {
                "results": ActLotShape(lots, many=True).data,
                "next": following,
                "open_total_g": open_grams(dug, seen),
            }
        )
