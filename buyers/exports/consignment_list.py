"""The list of consignments, and how many of them are overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from buyers.exports.seeing import consignments_seen_by
from buyers.exports.telling import grams_of
from buyers.exports.words import CONSIGNMENT_STATES, state_of
from buyers.pages import newest_first
from buyers.templatetags.ledger_words import day_in_words
from ledger.custody.arrivals import ON_ITS_WAY
from ledger.custody.models import Consignment
from ledger.parties.access import may_read_consignments
from ledger.parties.doors import for_actors
from ledger.parties.models import Party
from ledger.reference.parameters import parameter
from ledger.risk.consignments import road_of
from ledger.risk.roads import awaited_on, is_overdue

OVERDUE = "overdue"


@for_actors(may_read_consignments)
def consignments(request: HttpRequest) -> HttpResponse:
    """Show consignments, newest first; what is overdue is counted above them."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "before", "after")}
    today, seen = datetime.now(UTC).date(), consignments_seen_by(request.actor)
    page = newest_first(_filtered(seen, asked["state"], today), asked, _range)
    parties = Party.objects.in_bulk({code for each in page.rows for code in (each.from_party, each.to_party)})
    grams = grams_of(page.rows)
    rows = [
        {
            "each": each,
            "grams": grams[each.code],
            "sender": parties.get(each.from_party),
            "receiver": parties.get(each.to_party),
            "state": state_of(each),
            "late": days_late(each, today),
        }
        for each in page.rows
    ]
    states = [(OVERDUE, _("Overdue")), *CONSIGNMENT_STATES.items()]
    late = 0 if asked["state"] == OVERDUE else overdue_among(seen, today).count()
    context = {"page": page, "rows": rows, "asked": asked, "states": states, "overdue": late}
    return render(request, "exports/consignments.html", context)


def days_late(each: Consignment, today: date) -> int:
    """Return the days since an overdue consignment was expected; 0 of one that is not overdue."""
    road = road_of(each)
    return (today - awaited_on(road)).days if is_overdue(road, today) else 0


def overdue_among(seen: QuerySet[Consignment], today: date) -> QuerySet[Consignment]:
    """Return those that should have arrived long ago."""
    last = today - timedelta(days=parameter("consignment_overdue_days", today) + 1)
    unsaid = last - timedelta(days=parameter("consignment_unsaid_days", today))
    late = Q(expected_on__lte=last) | Q(expected_on=None, sent_on__lte=unsaid)
    return seen.filter(late, state__in=ON_ITS_WAY)


def _filtered(seen: QuerySet[Consignment], state: str, today: date) -> QuerySet[Consignment]:
    if state in CONSIGNMENT_STATES:
        return seen.filter(state=state)
    return overdue_among(seen, today) if state == OVERDUE else seen


def _range(rows: Sequence[Any]) -> str:
    days = [each.sent_on for each in rows if each.sent_on]
    if not days:
        return ""
    return _("%(first)s to %(last)s") % {"first": day_in_words(days[0]), "last": day_in_words(days[-1])}
