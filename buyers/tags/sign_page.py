"""Sign what another person proposed about tags, or give it up."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buyers.tags.stock_pages import waiting_for
from ledger.api.entry_forms import now_typed
from ledger.custody.signing import SIGNED
from ledger.deeds.entries import Actor
from ledger.inbox.receiving import receive
from ledger.inbox.wording import sentence
from ledger.parties.access import may_read_tag_stock
from ledger.parties.doors import for_actors
from ledger.parties.entering import may_enter


def may_sign_for_tags(actor: Actor) -> bool:
    """Say whether an actor may sign something about tags at all; which proposal is the deed's answer."""
    return may_read_tag_stock(actor) and may_enter(actor, SIGNED)


@require_POST
@for_actors(may_sign_for_tags)
def sign_tags(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign a proposal; signed twice by the same person, it is signed once."""
    if not any(each["proposal"].key == str(key) for each in waiting_for(request.actor)):
        raise Http404
    (answer,) = receive([_signature(key, request.actor)], request.actor)
    if answer.status in {"recorded", "repeated"}:
        messages.success(request, _("Confirmed: it is signed."))
    else:
        messages.error(request, sentence(answer.code or "", answer.facts))
    return redirect("tags")


def _signature(key: UUID, actor: Actor) -> dict[str, Any]:
    own = str(uuid5(key, f"signed by {actor.id}"))
    return {"key": own, "kind": SIGNED, "happened_at": now_typed(), "facts": {"proposal": str(key)}}
