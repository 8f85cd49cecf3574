"""GET /readyz: may work be sent here? Says what is wrong as codes, so that an alarm can name it."""

from __future__ import annotations

from django.conf import settings
from django.db import Error as DatabaseError
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import PublicDoor
from ledger.api.shapes import ReadinessShape
from ledger.log.measuring import Measures, measure
from ledger.log.partitions import LEAST_IDS_LEFT

OLDEST_PUBLICATION_S = 600
"""The log is published anew at least every ten minutes, so whatever is older has stopped."""


class Ready(PublicDoor):
    """Say whether the ledger can take entries."""

    @extend_schema(operation_id="ready", responses={200: ReadinessShape, 503: ReadinessShape}, tags=["operations"])
    def get(self, request: Request) -> Response:
        """Answer 200 with what is worth a warning, or 503 with what stops entries."""
        try:
            measures = measure()
        except DatabaseError:
            return _said(["database_away"], [])
        return _said(_stops(measures), _warns(measures))


def _said(stops: list[str], warns: list[str]) -> Response:
    headers = {"Cache-Control": "no-store", **({"Retry-After": "5"} if stops else {})}
    return Response({"ready": not stops, "stops": stops, "warns": warns}, status=503 if stops else 200, headers=headers)


def _stops(measures: Measures) -> list[str]:
    behind = measures.pending >= settings.LOG_MOST_PENDING or (
        (measures.oldest_pending_s or 0.0) > settings.LOG_OLDEST_PENDING_S
    )
    found = {"log_frozen": measures.frozen, "log_behind": behind, "no_partitions": measures.ids_left <= 0}
    return [code for code, holds in found.items() if holds]


def _warns(measures: Measures) -> list[str]:
    old = measures.published_age_s is not None and measures.published_age_s > OLDEST_PUBLICATION_S
    found = {"partitions_low": measures.ids_left < LEAST_IDS_LEFT, "publication_old": old}
    return [code for code, holds in found.items() if holds]
