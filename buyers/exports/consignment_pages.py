"""Consignments: the list with what is overdue, and one with what was sent and what came beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from buyers.desk.acting import zone_of
from buyers.exports.acting import act
from buyers.exports.consignment_forms import BagByBagForm, RefusalForm, ReturnForm
from buyers.exports.seeing import consignments_seen_by
from buyers.exports.words import CONSIGNMENT_STATES, REASONS
from buyers.pages import newest_first
from buyers.templatetags.ledger_words import day_in_words
from ledger.custody.arrivals import ON_ITS_WAY, still_coming
from ledger.custody.models import Consignment, Lot, Weighing
from ledger.custody.tables import PART_RECEIVED, SENT_BACK
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.access import (
    may_read_consignments,
    may_receive,
    may_refuse_consignments,
    may_take_back_consignments,
)
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.reference.parameters import parameter
from ledger.reports.disclosing import disclosed
from ledger.risk.consignments import road_of
from ledger.risk.roads import is_overdue, missing_since

OVERDUE = "overdue"


@for_actors(may_read_consignments)
def consignments(request: HttpRequest) -> HttpResponse:
    """Show consignments, newest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "before", "after")}
    today = datetime.now(UTC).date()
    page = newest_first(_filtered(consignments_seen_by(request.actor), asked["state"], today), asked, _range)
    parties = Party.objects.in_bulk({code for each in page.rows for code in (each.from_party, each.to_party)})
    rows = [
        {
            "each": each,
            "sender": parties.get(each.from_party),
            "receiver": parties.get(each.to_party),
            "state": CONSIGNMENT_STATES.get(each.state, each.state),
            "since": missing_since(road_of(each)) if is_overdue(road_of(each), today) else None,
        }
        for each in page.rows
    ]
    states = [(OVERDUE, _("Overdue")), *CONSIGNMENT_STATES.items()]
    context = {"page": page, "rows": rows, "asked": asked, "states": states}
    return render(request, "exports/consignments.html", context)


def _filtered(seen: QuerySet[Consignment], state: str, today: date) -> QuerySet[Consignment]:
    if state in CONSIGNMENT_STATES:
        return seen.filter(state=state)
    if state != OVERDUE:
        return seen
    last = today - timedelta(days=parameter("consignment_overdue_days", today) + 1)
    unsaid = last - timedelta(days=parameter("consignment_unsaid_days", today))
    late = Q(expected_on__lte=last) | Q(expected_on=None, sent_on__lte=unsaid)
    return seen.filter(late, state__in=ON_ITS_WAY)


def _range(rows: Sequence[Any]) -> str:
    days = [each.sent_on for each in rows if each.sent_on]
    if not days:
        return ""
    return _("%(first)s to %(last)s") % {"first": day_in_words(days[0]), "last": day_in_words(days[-1])}


def found(request: HttpRequest, code: str) -> Consignment:
    """Return a consignment that the actor sees; to others it does not exist."""
    consignment = consignments_seen_by(request.actor).filter(code=code).first()
    if consignment is None:
        raise Http404
    return consignment


@for_actors(may_read_consignments)
def consignment(request: HttpRequest, code: str) -> HttpResponse:
    """Show one consignment."""
    each, today = found(request, code), datetime.now(UTC).date()
    parties = Party.objects.in_bulk([each.from_party, each.to_party])
    places = Place.objects.in_bulk([each.from_place, each.to_place])
    road, bags = road_of(each), bags_of(each)
    context = {
        "each": each,
        "state": CONSIGNMENT_STATES.get(each.state, each.state),
        "sender": parties.get(each.from_party),
        "receiver": parties.get(each.to_party),
        "start": places.get(each.from_place),
        "end": places.get(each.to_place),
        "bags": bags,
        "sent_g": sum(bag["lot"].mass_g for bag in bags),
        "came_g": sum(bag["lot"].mass_g for bag in bags if bag["came"]),
        "missing_since": missing_since(road) if is_overdue(road, today) else None,
        **told(each, request.actor),
        **acts(each, request.actor),
    }
    return render(request, "exports/consignment.html", context)


def bags_of(each: Consignment) -> list[dict[str, Any]]:
    """Return the lots of a consignment with what the receiver's scale said of each."""
    came = {said["lot"] for said in each.came or []}
    shown = Weighing.objects.filter(lot__in=each.lots, step="receipt", event_id__gt=each.event_id)
    scales = {weighing.lot: weighing for weighing in shown.order_by("-event_id")}
    coming = set(still_coming(each))
    return [
        {
            "lot": lot,
            "came": lot.code in came or (each.came is None and lot.code not in coming),
            "missing": each.missing is not None and lot.code in coming,
            "scale": scales.get(lot.code),
            "difference_g": scales[lot.code].net_g - scales[lot.code].book_g if lot.code in scales else None,
        }
        for lot in Lot.objects.filter(code__in=each.lots).order_by("code")
    ]


def told(each: Consignment, actor: Actor) -> dict[str, Any]:
    """Return what dispatch and last receipt say, as far as the actor is shown it."""
    numbers = [each.event_id, *([each.ended_event] if each.ended_event else [])]
    events = {event.id: event for event in events_by_id(numbers)}
    openings = openings_of([event.key for event in events.values()])
    said: list[dict[str, Any]] = []
    for number in (each.event_id, each.ended_event):
        facts: dict[str, Any] = {}
        if number in events:
            facts = dict(events[number].facts)
            for value in disclosed(events[number], openings.get(events[number].key, ()), actor).opened.values():
                facts |= value
        said.append(facts)
    reason = said[1].get("reason")
    return {"sent": said[0], "received": said[1], "reason": REASONS.get(reason, reason)}


def acts(each: Consignment, actor: Actor) -> dict[str, bool]:
    """Return what this actor can do about a consignment now."""
    coming = each.state in ON_ITS_WAY and actor.party == each.to_party
    back = each.state in {SENT_BACK, PART_RECEIVED} and actor.party == each.from_party
    return {
        "may_receive": coming and may_receive(actor),
        "may_refuse": coming and may_refuse_consignments(actor),
        "may_take_back": back and may_take_back_consignments(actor),
    }


@for_actors(may_receive)
def receive_bags(request: HttpRequest, code: str) -> HttpResponse:
    """Receive a consignment bag by bag."""
    return _do(request, code, "may_receive", BagByBagForm, _("Receive bag by bag"), _("Save the receipt"))


@for_actors(may_refuse_consignments)
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a delivery away."""
    return _do(request, code, "may_refuse", RefusalForm, _("Refuse the delivery"), _("Refuse the delivery"))


@for_actors(may_take_back_consignments)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a refused delivery came back."""
    return _do(request, code, "may_take_back", ReturnForm, _("It came back"), _("Save the return"))


def _do(request: HttpRequest, code: str, may: str, form_of: Any, title: str, save: str) -> HttpResponse:
    each = found(request, code)
    if not acts(each, request.actor)[may] and request.method != "POST":
        raise PermissionDenied
    form = form_of(request.POST or None, actor=request.actor, zone=zone_of(request.actor), consignment=each)
    return act(request, form, title=title, save=save, back=reverse("consignment", args=[code]), number=code)
