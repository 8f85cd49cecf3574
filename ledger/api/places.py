"""GET /api/v1/places/{code}/lots/: which lots a place touches, since a day."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger import codes
from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter, page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.lots import NEWEST_FIRST
from ledger.api.permissions import SignedIn
from ledger.api.shapes import PlaceLotShape
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tracing import dug_at, grams_by_lot, lots_with, open_grams
from ledger.parties.models import Place

SINCE = OpenApiParameter("since", date, description="First day on which the ore was dug; left out: ever.")
PLACE = OpenApiParameter("code", str, "path", description="Code of the place, with or without dashes.")


class PlaceLots(Door):
    """List the lots with ore from a place."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="lots_of_place",
        parameters=[PLACE, SINCE, LIMIT, AFTER],
        responses=answers(listed(PlaceLotShape, open_total_g=serializers.IntegerField()), 400, 401, 403, 404),
        tags=["places"],
    )
    def get(self, request: Request, code: str) -> Response:
        """List seen lots, newest first, with the grams from there; `open_total_g` sums over those still open."""
        dug, seen = dug_at(_place(code), _since(request)), lots_seen_by(self.actor)
        lots, following = page_of(request, lots_with(dug, seen), NEWEST_FIRST)
        grams = grams_by_lot(dug, [lot.code for lot in lots])
        for lot in lots:
            lot.grams = grams[lot.code]
        return Response(
            {
                "results": PlaceLotShape(lots, many=True).data,
                "next": following,
                "open_total_g": open_grams(dug, seen),
            }
        )


def _place(code: str) -> str:
    place = codes.normal(code)
    if not codes.is_code(place, codes.PLACE) or not Place.objects.filter(code=place).exists():
        raise Http404
    return place


def _since(request: Request) -> date:
    given = request.query_params.get("since")
    try:
        return date.fromisoformat(given) if given else date.min
    except ValueError:
        raise bad_parameter("since", _("a day as 2026-11-23")) from None
