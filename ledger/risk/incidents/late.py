"""Which cases are over a clock, as a question to the database; `clocks.over` says the same of one row."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.tables import OPEN


def is_over(now: datetime) -> Q:
    """Return the condition that a clock of an open case is over at a moment."""
    today = now.astimezone(UTC).date()
    return (
        Q(acknowledged_at=None, ack_by__lt=now)
        | Q(plan_on=None, plan_by__lt=today)
        | Q(plan_on__isnull=False, step_by__lt=today)
        | Q(decide_by__lt=today)
    )


def late_ones(now: datetime) -> QuerySet[Incident]:
    """Return the open cases that are over a clock."""
    return Incident.objects.filter(is_over(now), state=OPEN)
