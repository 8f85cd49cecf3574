"""GET /healthz: does the ledger answer, and how far is the log."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import Error as DatabaseError
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import PublicDoor
from ledger.api.lists import answers
from ledger.api.problems import Problem
from ledger.api.shapes import HealthShape
from ledger.log.models import LogState
from ledger.log.reading import last_checkpoint


class Health(PublicDoor):
    """Say how the ledger is."""

    @extend_schema(operation_id="health", responses=answers(HealthShape, 503), tags=["operations"])
    def get(self, request: Request) -> Response:
        """Answer 200 when the database answers: size of the log, size and age in seconds of the last checkpoint."""
        try:
            size = LogState.objects.values_list("size", flat=True).first() or 0
            checkpoint = last_checkpoint()
        except DatabaseError:
            problem = Problem(503, "database_away")
            problem.headers["Retry-After"] = "5"
            raise problem from None
        age = (datetime.now(UTC) - checkpoint.signed_at).total_seconds() if checkpoint else None
        said = {
            "status": "ok",
            "log_size": size,
            "checkpoint_size": checkpoint.size if checkpoint else None,
            "checkpoint_age_s": None if age is None else max(0, int(age)),
        }
        return Response(said, headers={"Cache-Control": "no-store"})
