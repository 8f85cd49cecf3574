"""GET /api/v1/entries/{key}/receipt/: the proof that an entry is in the published log, as soon as it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.lists import answers
from ledger.api.permissions import SignedIn
from ledger.api.shapes import PendingShape
from ledger.log.receipts import standing_of
from ledger.parties.access import sees_receipt

RESPONSES: dict[Any, Any] = {
    (200, "text/plain"): OpenApiTypes.STR,
    **answers(PendingShape, 401, 403, 404, status=202),
}
ASK_AGAIN_S = 1


class Receipt(Door):
    """Hand out the proof of one entry to whoever may know of it."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="receipt", responses=RESPONSES, tags=["entries"])
    def get(self, request: Request, key: UUID) -> HttpResponse:
        """Return a tlog-proof at the published checkpoint; 202 with Retry-After until the entry has its position."""
        standing = standing_of(str(key))
        if standing is None or not sees_receipt(self.actor, entered_by=standing.entered_by, party=standing.party):
            raise Http404
        proof = standing.proof()
        if proof is None:
            waiting = {"Retry-After": str(ASK_AGAIN_S), "Cache-Control": "no-store"}
            return Response({"status": "pending"}, status=202, headers=waiting)
        answer = HttpResponse(proof, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'inline; filename="{key}.tlog-proof"'
        answer["Cache-Control"] = "private, no-store"
        return answer
