"""The pages behind links in letters: end all mail, confirm an address."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ledger.parties.doors import for_actors, public
from ledger.parties.risk_access import may_follow
from ledger.telling.confirming import address_in, confirm
from ledger.telling.unsubscribing import end_mail, reader_of


@public("Mail programs end mail by one POST without signing in (RFC 8058); the link is signed.")
@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and upon POST end all mail to whoever the link was made for. Looking at it ends nothing."""
    reader = reader_of(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        end_mail(reader)
    return render(request, "following/unsubscribe.html", {"done": request.method == "POST"})


@for_actors(may_follow)
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Show the address that a link confirms, and upon POST let it count."""
    found = address_in(request.user, token)
    if found is not None and request.method == "POST":
        confirm(request.user, found)
        messages.success(request, _("Letters go to %(address)s from now on.") % {"address": found})
        return redirect("following")
    return render(request, "following/confirm.html", {"address": found}, status=200 if found else 410)
