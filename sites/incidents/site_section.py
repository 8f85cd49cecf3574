"""What the page of a site says of incidents there: those that the reader may see, with their clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ledger.deeds.entries import Actor
from ledger.parties.case_access import may_report_incidents
from ledger.risk.incidents.clocks import over
from ledger.risk.incidents.seeing import incidents_seen_by

MOST = 10


def incidents_of_site(codes: Sequence[str], actor: Actor) -> dict[str, Any]:
    """Return the last cases of a site under all its codes, open ones first; one query."""
    now = datetime.now(UTC)
    rows = incidents_seen_by(actor).filter(place__in=list(codes)).order_by("-state", "-event_id")[:MOST]
    return {
        "incidents": [(row, over(row, now)) for row in rows],
        "may_report_incident": may_report_incidents(actor),
    }
