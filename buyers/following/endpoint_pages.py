"""Endpoints of an organisation, and the log of every delivery to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.models import F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from buyers.following.follows import UNKNOWN
from buyers.following.words import DELIVERY_STATES, ENDPOINT_STATES, LEAST, error_words
from buyers.pages import newest_first
from buyers.templatetags.ledger_words import day_in_words
from ledger.deeds.entries import Actor
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_keep_endpoints
from ledger.telling import endpoints as deeds
from ledger.telling.addresses import AddressRefused
from ledger.telling.delivering import message_of
from ledger.telling.following import CannotFollow, follow_for
from ledger.telling.models import REMOVED, Attempt, Delivery, Endpoint, Follow
from ledger.telling.seeing import Sight
from ledger.telling.signing import shown_secret
from ledger.telling.wording import Names, line_of


class EndpointForm(forms.Form):
    """A new endpoint; `key` makes a form that is sent twice one endpoint."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy("It begins with https:// and is reachable from the open internet."),
    )
    least = forms.ChoiceField(label=gettext_lazy("What it is told"), choices=list(LEAST.items()), initial="info")
    own = forms.BooleanField(
        label=gettext_lazy("Of the lots and consignments of our organisation"), required=False, initial=True
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("url", "least"):
            self.fields[name].widget.attrs["class"] = "in"


@never_cache
@for_actors(may_keep_endpoints)
def endpoints(request: HttpRequest) -> HttpResponse:
    """List the endpoints of the organisation; POST makes one and shows its secret, this once."""
    form = EndpointForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        made = _make(request, form)
        if made is not None:
            endpoint, fresh = made
            return _secret(request, endpoint) if fresh else redirect("endpoint", endpoint.pk)
    found = [(each, ENDPOINT_STATES[each.state]) for each in deeds.endpoints_of(request.actor.party)]
    return render(
        request, "following/endpoints.html", {"form": form, "endpoints": found}, status=422 if form.errors else 200
    )


def _make(request: HttpRequest, form: EndpointForm) -> tuple[Endpoint, bool] | None:
    said = form.cleaned_data
    try:
        return deeds.make_endpoint(
            said["key"], request.actor, request.user, said["url"].strip(), said["least"], own=said["own"]
        )
    except AddressRefused as refusal:
        form.add_error("url", error_words(refusal.code))
    except deeds.TooMany:
        form.add_error(None, _("Your organisation has as many endpoints as it may have. Remove one first."))
    return None


@require_safe
@for_actors(may_keep_endpoints)
def endpoint(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show an endpoint and what was sent to it, newest first; each line as the reader may see it."""
    found = _endpoint_or_404(request.actor, key)
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "before", "after")}
    rows = Delivery.objects.filter(endpoint=found).select_related("news").annotate(event_id=F("id"))
    if asked["state"] in DELIVERY_STATES:
        rows = rows.filter(state=asked["state"])
    tried = Prefetch("tried", Attempt.objects.order_by("-number"))
    page = newest_first(rows.prefetch_related(tried), asked, _range)
    follows = list(Follow.objects.filter(endpoint=found).order_by("topic"))
    names = Names(each.topic for each in follows)
    context = {
        "endpoint": found,
        "state": ENDPOINT_STATES[found.state],
        "because": error_words(found.paused_because),
        "page": page,
        "lines": _lines(page.rows, request.actor),
        "asked": asked,
        "states": list(DELIVERY_STATES.items()),
        "failed": Delivery.objects.filter(endpoint=found, state="failed")[:1].count(),
        "least": LEAST.get(found.least, found.least),
        "follows": [(each.topic, names.of(each.topic) if each.topic != "*" else "") for each in follows],
    }
    return render(request, "following/endpoint.html", context)


def _lines(deliveries: Sequence[Delivery], actor: Actor) -> list[dict[str, Any]]:
    news = [each.news for each in deliveries]
    sight, names, today = Sight(news, [actor]), Names(each.subject for each in news), datetime.now(UTC).date()
    return [
        {
            "each": each,
            "message": message_of(each),
            "line": line_of(each.news, names, today) if sight.sees(actor, each.news) else None,
            "state": DELIVERY_STATES[each.state],
            "tried": [(tried, _ended(tried)) for tried in each.tried.all()],
        }
        for each in deliveries
    ]


def _ended(tried: Attempt) -> str:
    if tried.ms is None:
        return _("Nobody saw how it ended.")
    return error_words(tried.error)


def _pause(request: HttpRequest, found: Endpoint) -> str:
    deeds.rest(found)
    return _("Paused. What comes meanwhile waits.")


def _start(request: HttpRequest, found: Endpoint) -> str:
    deeds.start(found, request.user)
    return _("Started. What waited is on its way, and you answer for the endpoint now.")


def _try(request: HttpRequest, found: Endpoint) -> str:
    deeds.try_out(found, request.actor)
    return _("A test is on its way. Look at the log in a moment.")


def _again(request: HttpRequest, found: Endpoint) -> str:
    number = request.POST.get("delivery", "")
    sent = number.isascii() and number.isdigit() and len(number) < 19 and deeds.send_again(found, int(number))
    return _("It is sent again, under the same id.") if sent else _("There is nothing to send again.")


def _again_all(request: HttpRequest, found: Endpoint) -> str:
    number = deeds.send_failed_again(found)
    return ngettext("%(n)d delivery is sent again.", "%(n)d deliveries are sent again.", number) % {"n": number}


def _follow(request: HttpRequest, found: Endpoint) -> str:
    try:
        follow_for(request.actor, found, request.POST.get("what", ""))
    except CannotFollow:
        return str(UNKNOWN)
    return _("The endpoint follows this now.")


def _unfollow(request: HttpRequest, found: Endpoint) -> str:
    Follow.objects.filter(endpoint=found, topic=request.POST.get("what", "")).delete()
    return _("The endpoint does not follow this any longer.")


DOINGS: dict[str, Callable[[HttpRequest, Endpoint], str]] = {
    "pause": _pause,
    "start": _start,
    "try": _try,
    "again": _again,
    "again_all": _again_all,
    "follow": _follow,
    "unfollow": _unfollow,
}


@never_cache
@require_POST
@for_actors(may_keep_endpoints)
def do(request: HttpRequest, key: UUID) -> HttpResponse:
    """Do one thing to an endpoint; a new secret is shown in the answer, this once."""
    found, what = _endpoint_or_404(request.actor, key), request.POST.get("do", "")
    if what == "secret":
        deeds.new_secret(found)
        return _secret(request, found)
    if what == "remove":
        deeds.remove(found)
        messages.success(request, _("The endpoint is removed. Nothing more is sent there."))
        return redirect("endpoints")
    if what in DOINGS:
        messages.success(request, DOINGS[what](request, found))
    return redirect("endpoint", key)


def _secret(request: HttpRequest, found: Endpoint) -> HttpResponse:
    context = {"endpoint": found, "secret": shown_secret(found.pk, found.generation)}
    return render(request, "following/secret.html", context)


def _endpoint_or_404(actor: Actor, key: UUID) -> Endpoint:
    """Return an endpoint of the actor's organisation; one of another does not exist."""
    found = Endpoint.objects.filter(pk=key, party=actor.party or "-").exclude(state=REMOVED).select_related("keeper")
    endpoint = found.first()
    if endpoint is None:
        raise Http404
    return endpoint


def _range(rows: Sequence[Any]) -> str:
    return day_in_words(rows[-1].made_at) + " – " + day_in_words(rows[0].made_at) if rows else ""
