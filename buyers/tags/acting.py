"""How the forms of the tag stock send an entry and tell what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ledger.api.entry_forms import EntryForm, is_bad
from ledger.custody.stock_models import Proposal
from ledger.deeds.entries import Actor
from ledger.inbox.wording import sentence
from ledger.parties.doors import for_actors


@dataclass(frozen=True)
class Act:
    """One form of the tag stock: who may use it, what it is called, what it says at its top and on its button."""

    form: type[EntryForm]
    may: Callable[[Actor], bool]
    title: Any
    lead: Any
    save: Any
    then: str = "tags"
    """The page that it leads to; those at a depot may not open the stock."""


def page_of(act: Act) -> Callable[..., HttpResponse]:
    """Return the view of a form; sent twice, it is recorded once."""

    @for_actors(act.may)
    def view(request: HttpRequest) -> HttpResponse:
        given = request.GET.dict()
        form = act.form(request.POST or None, request.FILES or None, actor=request.actor, initial=given)
        if request.method == "POST" and form.is_valid():
            (answer,) = form.enter()
            if answer.status in {"recorded", "repeated"}:
                messages.success(request, told(answer.status, answer.key))
                return redirect(act.then)
            if is_bad(answer):
                form.place_error(answer)
            else:
                form.add_error(None, sentence(answer.code or "", answer.facts))
        return render(request, "tags/act.html", {"form": form, "act": act}, status=422 if form.errors else 200)

    return view


def told(status: str, key: str) -> str:
    """Return what the reader is told: recorded, recorded before, or waiting for another person."""
    if status == "repeated":
        return _("This was already recorded. Nothing has changed.")
    if Proposal.objects.filter(key=key, state="waiting").exists():
        return _("It is proposed. It is in force once another person has signed it.")
    return _("Confirmed: it is recorded.")
