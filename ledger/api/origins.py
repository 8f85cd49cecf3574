"""GET /api/v1/lots/{code}/origins/: where the grams of a lot were dug, and what the State said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.keyset import MOST, page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.lots import CODE, LotDoor
from ledger.api.shapes import OriginShape
from ledger.custody.models import Origin
from ledger.custody.tables import UNKNOWN_PLACE
from ledger.parties.models import Place
from ledger.risk.status_on_day import status_word
from ledger.standing.models import Standing
from ledger.standing.reading import OF_STATE

ORDER = ("place", "dug_on", "custody_model")


class Origins(LotDoor):
    """List the origins of a lot: unknown is one of them."""

    @extend_schema(
        operation_id="origins",
        parameters=[CODE, LIMIT, AFTER],
        responses=answers(listed(OriginShape, total_g=serializers.IntegerField()), 400, 401, 403, 404),
        tags=["lots"],
    )
    def get(self, request: Request, code: str) -> Response:
        """List origins in grams; `total_g` is the sum over all of them, and the mass of the lot. 500 on a page."""
        of_lot = Origin.objects.filter(lot=self.lot().code)
        origins, following = page_of(request, of_lot, ORDER, default=MOST)
        with_standing(origins, datetime.now(UTC).date())
        total = of_lot.aggregate(total=Sum("grams"))["total"]
        return Response({"results": OriginShape(origins, many=True).data, "next": following, "total_g": total})


def with_standing(origins: Sequence[Any], today: date) -> None:
    """Put name and status of the places on origins; two queries. Status is joined at reading, never stored."""
    places = {origin.place for origin in origins}
    known = Place.objects.in_bulk(places)
    statements: dict[str, list[Standing]] = {}
    for each in Standing.objects.filter(subject__in=places, topic__in=OF_STATE):
        statements.setdefault(each.subject, []).append(each)
    for origin in origins:
        of_place = statements.get(origin.place, [])
        place = known.get(origin.place)
        name, country = (place.name, place.country) if place else ("", "")
        origin.place_name = _("Unknown origin") if origin.place == UNKNOWN_PLACE else name
        origin.status_on_day = status_word(of_place, origin.dug_on, country)
        origin.status_today = status_word(of_place, today, country)
