"""GET /api/v1/lots/{code}/pack/: the evidence on a lot as one file that proves itself offline."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from ledger.api.lists import PROBLEM
from ledger.api.lots import CODE, LotDoor
from ledger.api.shapes import ProblemShape
from ledger.reports.evidence import PUBLIC, pack_for_lot

FOR = OpenApiParameter(
    "for", str, enum=["public"], description="public: the same pack without any opening, to be handed to anybody."
)
RESPONSES = {
    (200, "application/zip"): OpenApiTypes.BINARY,
    **{(status, PROBLEM): ProblemShape for status in (401, 403, 404, 503)},
}


class Pack(LotDoor):
    """Hand out the evidence pack of a lot."""

    @extend_schema(operation_id="pack", parameters=[CODE, FOR], responses=RESPONSES, tags=["lots"])
    def get(self, request: Request, code: str) -> HttpResponse:
        """Build the pack for the asker. 503 with Retry-After while an entry of the lot is not sealed yet."""
        lot = self.lot().code
        audience = PUBLIC if request.GET.get("for") == "public" else None
        packed = HttpResponse(pack_for_lot(lot, self.actor, audience), content_type="application/zip")
        packed["Content-Disposition"] = f'attachment; filename="{lot}.zip"'
        packed["Cache-Control"] = "no-store"
        return packed
