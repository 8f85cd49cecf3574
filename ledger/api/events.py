"""GET /api/v1/lots/{code}/events/: everything that was ever entered about a lot, in its order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.keyset import page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.lots import CODE, LotDoor
from ledger.api.shapes import EventShape
from ledger.custody.models import LotEvent
from ledger.deeds.entries import Actor
from ledger.log.models import Opening
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.disclosure import API
from ledger.reports.disclosing import disclosed

FROM_ENVELOPE = (
    "key", "kind", "happened_at", "recorded_at", "local_date", "party", "facts", "heads", "resolved", "alg",
)  # fmt: skip


class Events(LotDoor):
    """List the events of a lot."""

    @extend_schema(
        operation_id="events",
        parameters=[CODE, LIMIT, AFTER],
        responses=answers(listed(EventShape), 400, 401, 403, 404),
        tags=["lots"],
    )
    def get(self, request: Request, code: str) -> Response:
        """List events, the oldest first, with the values of the groups that the asker may see."""
        rows, following = page_of(request, LotEvent.objects.filter(lot=self.lot().code), ("event_id",))
        events = events_by_id(row.event_id for row in rows)
        openings = openings_of(event.key for event in events)
        results = [shown(event, openings.get(event.key, ()), self.actor) for event in events]
        return Response({"results": results, "next": following})


def shown(event: Positioned, openings: Iterable[Opening], actor: Actor) -> dict[str, Any]:
    """Return an event as its leaf tells it, and what an actor may see behind its commitments."""
    groups = disclosed(event, openings, actor, where=API)
    return {
        "event_id": event.id,
        "position": event.position,
        **{name: event.envelope[name] for name in FROM_ENVELOPE},
        "signed": event.envelope.get("signed"),
        "opened": groups.opened,
        "withheld": groups.withheld,
        "erased": groups.erased,
    }
