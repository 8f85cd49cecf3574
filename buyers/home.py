"""Where everybody begins: their role's minute; and the language they read in."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from ledger.deeds.entries import Actor
from ledger.parties import access
from ledger.parties.access import actor_of
from ledger.parties.roles import AUDITOR, BUYER

A_YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """Lead a signed-in user to where their minute starts."""
    actor = actor_of(request.user)
    if not actor.roles:
        return render(request, "no_role.html", status=403)
    return redirect(first_page(actor))


def first_page(actor: Actor) -> str:
    """Return the name of the page where a role begins: desk, lots, evidence or sites."""
    if access.may_work_desk(actor):
        return "desk"
    if AUDITOR in actor.roles:
        return "audit"
    return "lots_page" if BUYER in actor.roles else "sites"


def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language to read in, in a cookie, and go back to where the reader was."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(back if safe and back.startswith("/") else "home")
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax", httponly=True)
    translation.activate(code)
    return answer
