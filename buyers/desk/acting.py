"""The way of every desk form: show it, enter it, then say what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from buyers.desk.cards import card
from ledger.api.entry_forms import EntryForm, is_bad
from ledger.deeds.entries import Actor, Answer
from ledger.parties.models import Place


@dataclass(frozen=True)
class Act:
    """One thing to do at the desk: its address, its words, its form."""

    name: str
    title: Promise
    save: Promise
    form: type[EntryForm]
    template: str


def zone_of(actor: Actor) -> str:
    """Return the time zone in which an actor's party works: that of its first place."""
    return Place.objects.filter(party=actor.party).order_by("code").values_list("zone", flat=True).first() or "UTC"


def do(request: HttpRequest, act: Act, initial: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
    """Show a form, or enter it. Nothing typed is lost by an error; sent twice, it is recorded once."""
    is_sent = request.method == "POST" and not is_typed_again(request)
    sent, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = act.form(sent, files, initial=initial, actor=request.actor, zone=zone_of(request.actor))
    if sent is not None and form.is_valid():
        answers = form.enter()
        told = next((each for each in answers if each.status not in {"recorded", "repeated"}), None)
        if told is None:
            return _saved(form, answers[0])
        if is_bad(told):
            form.place_error(told)
        else:
            return _not_recorded(request, act, form, told)
    return render(request, act.template, {"form": form, "act": act, **more}, status=422 if form.errors else 200)


def is_typed_again(request: HttpRequest) -> bool:
    """Say whether what was refused comes back to be corrected, too long for an address."""
    return request.method == "POST" and request.POST.get("again") == "1"


def _saved(form: EntryForm, answer: Answer) -> HttpResponse:
    reached = redirect("desk_saved", form.entry_key)
    if answer.status == "repeated":
        reached["Location"] += "?again=1"
    return reached


def _not_recorded(request: HttpRequest, act: Act, form: EntryForm, answer: Answer) -> HttpResponse:
    """Show the red card of a refusal, or say that the entry waits: it reached the server but is not in the book."""
    context = {"form": form, "act": act, "answer": answer, "card": card(answer), "typed": typed_again(form)}
    context["by_post"] = hasattr(form, "typed_again")
    waits = answer.status == "waiting"
    return render(request, "desk/waiting.html" if waits else "desk/refused.html", context, status=202 if waits else 409)


def typed_again(form: EntryForm) -> list[tuple[str, str]]:
    """Return what was typed, for a new form with a key of its own; a refused key is used up.

    It comes back in an address, so a person's name is typed again. A form whose words are too long for one
    returns them itself; they come back in a message to the server.
    """
    if hasattr(form, "typed_again"):
        return form.typed_again()  # type: ignore[no-any-return]
    names = [name for name in form.fields if name not in {"key", "at", "new_code", "miner"}]
    return [(name, each) for name in names for each in form.data.getlist(name) if each]
