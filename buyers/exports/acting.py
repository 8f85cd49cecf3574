"""How forms about consignments and exports send their entry and tell what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ledger.api.entry_forms import EntryForm, is_bad
from ledger.inbox.wording import sentence


def act(
    request: HttpRequest,
    form: EntryForm,
    template: str = "exports/form.html",
    *,
    title: str | Promise,
    save: str | Promise,
    back: str,
    **more: Any,
) -> HttpResponse:
    """Show a form, or enter it and lead back; sent twice, it is recorded once."""
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            again = answer.status == "repeated"
            messages.success(
                request,
                _("This was already recorded. Nothing has changed.") if again else _("Confirmed: it is recorded."),
            )
            return redirect(back)
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    context = {"form": form, "title": title, "save": save, "back": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def lines(typed: str) -> list[str]:
    """Return what was typed with commas, semicolons or line breaks in between."""
    parts = typed.replace(";", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
