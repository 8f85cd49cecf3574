"""Behind each exception: the lots or the entries in it, at most a hundred, most kilograms first."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from buyers.audit import LATE_HOURS, ask
from ledger.custody.models import Lot, Origin
from ledger.custody.tables import CONSUMED, UNKNOWN_PLACE
from ledger.inbox.models import InboxEntry
from ledger.risk.models import Flag

MOST = 100
LATE_LOTS = """
    SELECT DISTINCT spoken.lot FROM ledger_event event JOIN ledger_lotevent spoken ON spoken.event_id = event.id
    WHERE event.recorded_at - event.happened_at > make_interval(hours => %s) LIMIT 500"""


def lots_in(name: str) -> list[Lot]:
    """Return the lots of an exception."""
    chosen = {"late": _late, "hold": _held, "unknown": _unknown, "stop": _stopped}.get(name)
    return list(chosen().order_by("-mass_g", "code")[:MOST]) if chosen else []


def _late() -> QuerySet[Lot]:
    return Lot.objects.filter(code__in=[code for (code,) in ask(LATE_LOTS, [LATE_HOURS])])


def _held() -> QuerySet[Lot]:
    return Lot.objects.filter(on_hold=True)


def _unknown() -> QuerySet[Lot]:
    lots = Origin.objects.filter(place=UNKNOWN_PLACE).values("lot")
    return Lot.objects.filter(code__in=lots).exclude(state=CONSUMED)


def _stopped() -> QuerySet[Lot]:
    stopped = Flag.objects.filter(severity="stop", cleared_on=None).values("subject")
    origins = Origin.objects.filter(place__in=stopped).values("lot")
    return Lot.objects.filter(Q(code__in=stopped) | Q(code__in=origins)).exclude(state=CONSUMED)


def entries_in(name: str) -> list[Any]:
    """Return the refused entries of an exception, newest first."""
    if name not in {"refused", "second_use"}:
        return []
    refused = InboxEntry.objects.filter(status="refused")
    chosen = refused.filter(code="tag_already_used") if name == "second_use" else refused
    return list(chosen.order_by("-received_at")[:MOST])
