"""GET /api/v1/lots/ and /api/v1/lots/{code}/: the lots that the asker sees."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger import codes
from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter, page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.permissions import SignedIn
from ledger.api.shapes import LotShape
from ledger.custody.models import Lot
from ledger.custody.seeing import lot_seen_by, lots_seen_by
from ledger.custody.tables import CONSUMED, IN_TRANSIT, OPEN
from ledger.reference.minerals import MINERALS

NEWEST_FIRST = ("-event_id", "code")
CODE = OpenApiParameter("code", str, "path", description="Code of the lot, with or without dashes.")


class LotFilter(django_filters.FilterSet):
    """What the list of lots can be narrowed to."""

    holder = django_filters.CharFilter(method="of_holder", label="Code of a party, or `me` for one's own.")
    state = django_filters.ChoiceFilter(choices=[(state, state) for state in (OPEN, IN_TRANSIT, CONSUMED)])
    mineral = django_filters.ChoiceFilter(choices=[(mineral, mineral) for mineral in MINERALS])
    code = django_filters.CharFilter(method="of_code", label="How the code begins, with or without dashes.")

    class Meta:
        model = Lot
        fields: list[str] = []

    def of_holder(self, lots: QuerySet[Lot], name: str, value: str) -> QuerySet[Lot]:
        party = self.request.actor.party if value == "me" else codes.normal(value)
        return lots.filter(holder=party)

    def of_code(self, lots: QuerySet[Lot], name: str, value: str) -> QuerySet[Lot]:
        return lots.filter(code__startswith=codes.normal(value))


FILTERS = [
    OpenApiParameter("holder", str, description="Code of a party, or `me` for one's own."),
    OpenApiParameter("state", str, enum=[OPEN, IN_TRANSIT, CONSUMED]),
    OpenApiParameter("mineral", str, enum=list(MINERALS)),
    OpenApiParameter("code", str, description="How the code begins, with or without dashes."),
]


class Lots(Door):
    """List the lots that the asker sees, newest first."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="lots",
        parameters=[*FILTERS, LIMIT, AFTER],
        responses=answers(listed(LotShape), 400, 401, 403),
        tags=["lots"],
    )
    def get(self, request: Request) -> Response:
        """List lots: those that went through the hands of the asker's party, for overseers all."""
        narrowed = LotFilter(request.query_params, lots_seen_by(self.actor), request=request)
        if not narrowed.is_valid():
            raise bad_parameter(next(iter(narrowed.errors)), _("one that /api/v1/schema/ lists"))
        lots, following = page_of(request, narrowed.qs, NEWEST_FIRST)
        return Response({"results": LotShape(lots, many=True).data, "next": following})


class LotDoor(Door):
    """An address below one lot: 404 for a lot that is not there or not seen, without telling which."""

    permission_classes = [SignedIn]

    def lot(self) -> Lot:
        """Return the lot of the address; one query."""
        code = codes.normal(self.kwargs["code"])
        lot = lot_seen_by(self.actor, code) if codes.is_code(code, codes.LOT) else None
        if lot is None:
            raise Http404
        return lot


class OneLot(LotDoor):
    """Show one lot."""

    @extend_schema(operation_id="lot", parameters=[CODE], responses=answers(LotShape, 401, 403, 404), tags=["lots"])
    def get(self, request: Request, code: str) -> Response:
        """Show a lot: grams, holder, head, place, state."""
        return Response(dict(LotShape(self.lot()).data))
