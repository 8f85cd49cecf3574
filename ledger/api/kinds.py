"""GET /api/v1/kinds/: what can be entered, how, by whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.lists import answers, listed
from ledger.api.permissions import SignedIn
from ledger.api.shapes import KindShape
from ledger.deeds.kinds import KINDS, Kind
from ledger.parties.entering import roles_for


class Kinds(Door):
    """List every kind that people and programs may enter."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="kinds", responses=answers(listed(KindShape), 401, 403), tags=["entries"])
    def get(self, request: Request) -> Response:
        """List the kinds with JSON Schema, an example to send as it is, and the roles that may enter it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kinds = [_shown(kind, now) for _, kind in sorted(KINDS.items()) if kind.by_hand]
        return Response({"results": kinds, "next": None})


def _shown(kind: Kind, now: str) -> dict[str, Any]:
    example = {"key": str(uuid4()), "kind": kind.name, "happened_at": now, "facts": dict(kind.example)}
    return {
        "kind": kind.name,
        "about": kind.about,
        "schema": kind.json_schema(),
        "example": example,
        "groups": sorted(kind.groups),
        "roles": roles_for(kind.name),
    }
