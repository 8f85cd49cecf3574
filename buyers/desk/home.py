"""The desk's home: today's total, what waits for a hand, the last bags, and the main act under the thumb."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buyers.desk.acting import zone_of
from buyers.desk.assaying import ACT as ASSAY
from buyers.desk.blending import ACT as BLEND
from buyers.desk.buying import ACT as BUY
from buyers.desk.dispatching import ACT as DISPATCH
from buyers.desk.processing import ACT as PROCESS
from buyers.desk.receiving import ACT as RECEIVE
from buyers.desk.recent import MOST_TODAY, done_today, now_in, to_do, totals
from buyers.desk.splitting import ACT as SPLIT
from buyers.desk.tagging import ACT as TAG
from buyers.desk.weighing import ACT as WEIGH
from ledger.deeds.entries import Actor
from ledger.inbox.wording import sentence
from ledger.parties import access
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place

ACTS = (
    (TAG, access.may_tag),
    (BUY, access.may_buy),
    (WEIGH, access.may_weigh),
    (DISPATCH, access.may_dispatch),
    (RECEIVE, access.may_receive),
    (BLEND, access.may_blend),
    (SPLIT, access.may_split),
    (PROCESS, access.may_process),
    (ASSAY, access.may_assay),
)
"""In the order of the thumb: the first that an actor may do is the main one."""
MOST_SHOWN = 8


@for_actors(access.may_work_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the desk of whoever works there."""
    actor = request.actor
    zone = zone_of(actor)
    done = done_today(actor, zone)
    grams, bags = totals(done)
    waits = to_do(actor)
    context = {
        "now": now_in(zone).replace(tzinfo=None),
        "where": Place.objects.filter(party=actor.party).order_by("code").first(),
        "party": Party.objects.filter(code=actor.party).first(),
        "done": done[:MOST_SHOWN],
        "more": len(done) - MOST_SHOWN,
        "confirmed": len(done),
        "capped": len(done) >= MOST_TODAY,
        "grams": grams,
        "bags": bags,
        **waits,
        "refused": [(each, sentence(each.code or "", each.reason)) for each in waits["refused"]],
        "waiting": [(each, sentence(each.code or "", each.reason)) for each in waits["waiting"]],
        **_acts(actor),
    }
    return render(request, "desk/home.html", context)


def _acts(actor: Actor) -> dict[str, Any]:
    own = [act for act, may in ACTS if may(actor)]
    return {"main_act": own[0], "acts": own[1:]}
