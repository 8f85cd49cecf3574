"""How the register's forms send an entry and tell what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ledger.api.entry_forms import EntryForm, is_bad
from ledger.inbox.wording import sentence
from sites.site_page import place_or_404


def record(request: HttpRequest, code: str, form_of: Callable[..., EntryForm], template: str) -> HttpResponse:
    """Show a form about a mine site, or enter it; sent twice, it is recorded once."""
    place = place_or_404(code)
    form = form_of(request.POST or None, request.FILES or None, actor=request.actor, zone=place.zone, place=place.code)
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _told(answer.status))
            return redirect("site", place.code)
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    return render(request, template, {"form": form, "place": place}, status=422 if form.errors else 200)


def _told(status: str) -> str:
    if status == "repeated":
        return _("This was already recorded. Nothing has changed.")
    return _("Confirmed: it is recorded.")


def days(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return facts with dates as the ledger writes them."""
    return {name: values[name].isoformat() if name in names and values[name] else values[name] for name in values}
