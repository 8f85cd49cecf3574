"""One consignment: what was sent and what came beside each other, and what may be done about it now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from buyers.desk.acting import zone_of
from buyers.exports.acting import act
from buyers.exports.consignment_forms import BagByBagForm, RefusalForm, ReturnForm
from buyers.exports.consignment_list import days_late
from buyers.exports.seeing import consignments_seen_by
from buyers.exports.telling import bags_of, both_sides, sayings
from buyers.exports.words import REASONS, WHEREABOUTS, state_of
from buyers.slips.telling import SLIPS
from ledger.api.papers import download
from ledger.custody.arrivals import ON_ITS_WAY
from ledger.custody.models import Consignment
from ledger.custody.tables import PART_RECEIVED, SENT_BACK
from ledger.deeds.entries import Actor
from ledger.papers.keeping import TRADE
from ledger.papers.models import Paper
from ledger.parties.access import (
    may_read_consignments,
    may_receive,
    may_refuse_consignments,
    may_take_back_consignments,
)
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place


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
    bags, said = bags_of(each), sayings(each, request.actor)
    told = both_sides(said)
    context = {
        "each": each,
        "state": state_of(each),
        "sender": parties.get(each.from_party),
        "receiver": parties.get(each.to_party),
        "start": places.get(each.from_place),
        "end": places.get(each.to_place),
        "bags": [{**bag, "is_word": WHEREABOUTS[bag["is"]]} for bag in bags],
        "sent_g": sum(bag["lot"].mass_g for bag in bags),
        "came_g": sum(bag["lot"].mass_g for bag in bags if bag["came"]),
        "missing_g": sum(bag["lot"].mass_g for bag in bags if bag["is"] == "missing"),
        "shown_g": sum(bag["scale"].net_g for bag in bags if bag["scale"]),
        "late": days_late(each, today),
        "said": said,
        "slips": list(SLIPS),
        **told,
        "reason": REASONS.get(told["refusal"].facts["reason"]) if told["refusal"] else None,
        **acts(each, request.actor),
    }
    return render(request, "exports/consignment.html", context)


@for_actors(may_read_consignments)
def consignment_paper(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """Hand out a paper that travels with a consignment, to both sides: whoever uploaded it, the other needs it."""
    told = both_sides(sayings(found(request, code), request.actor))
    paper = Paper.objects.filter(sha256=sha256, group=TRADE).first()
    if paper is None or sha256 not in (told["sent"].get("papers") or []):
        raise Http404
    return download(paper)


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
    title, save = _("Receive bag by bag"), _("Save the receipt")
    return _do(request, code, "may_receive", BagByBagForm, title, save, "exports/receive.html")


@for_actors(may_refuse_consignments)
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a delivery away."""
    return _do(request, code, "may_refuse", RefusalForm, _("Refuse the delivery"), _("Refuse the delivery"))


@for_actors(may_take_back_consignments)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a refused delivery came back."""
    return _do(request, code, "may_take_back", ReturnForm, _("It came back"), _("Save the return"))


def _do(request: HttpRequest, code: str, may: str, form_of: Any, title: str, save: str, *template: str) -> HttpResponse:
    each = found(request, code)
    if not acts(each, request.actor)[may] and request.method != "POST":
        raise PermissionDenied
    form = form_of(request.POST or None, actor=request.actor, zone=zone_of(request.actor), consignment=each)
    back = reverse("consignment", args=[code])
    return act(request, form, *template, title=title, save=save, back=back, number=code)
