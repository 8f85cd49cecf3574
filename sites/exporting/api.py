"""GET /api/v1/icglr/mine-sites: the register in the exchange form of the ICGLR, with the protocol's own paging."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter
from ledger.api.permissions import SignedIn
from ledger.parties.access import may_see_exact_positions
from sites.exporting.icglr_pages import named, of_members, one, page
from sites.listing.filters import ON_THE_REGISTER
from sites.models import MineSite

MOST = 100
"""Records of a page, as the protocol has it (standards.md §2.1)."""
PARAMETERS = [OpenApiParameter("page", int), OpenApiParameter("limit", int, description="At most 100.")]


class MayExchange(SignedIn):
    """Says yes to those who may see exact positions: the form holds them."""

    let_in_by = staticmethod(may_see_exact_positions)

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and may_see_exact_positions(request.actor)


class IcglrMineSites(Door):
    """List mine sites of the member states; those that lack something are named under `incomplete`."""

    permission_classes = [MayExchange]

    @extend_schema(operation_id="icglr_mine_sites", parameters=PARAMETERS, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        number, limit = _whole(request, "page", 1, 10**6), _whole(request, "limit", MOST, MOST)
        pages = Paginator(of_members(MineSite.objects.filter(ON_THE_REGISTER)), limit)
        asked = pages.get_page(number)
        beyond = number > pages.num_pages
        whole, lacking = page([] if beyond else list(asked), datetime.now(UTC).date())
        paging = {
            "page": number,
            "limit": limit,
            "total": pages.count,
            "totalPages": pages.num_pages,
            "hasNext": not beyond and asked.has_next(),
            "hasPrevious": number > 1,
        }
        return Response({"data": whole, "incomplete": lacking, "pagination": paging})


class IcglrMineSite(Door):
    """Show one mine site."""

    permission_classes = [MayExchange]

    @extend_schema(operation_id="icglr_mine_site", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, icglr_id: str) -> Response:
        site = named(icglr_id)
        record = one(site, datetime.now(UTC).date()) if site else None
        if record is None:
            raise Http404
        return Response(record)


def _whole(request: Request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 8 and 1 <= int(given) <= most):
        raise bad_parameter(name, _("a whole number from 1 to %d") % most)
    return int(given)
