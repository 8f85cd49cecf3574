"""Register a mine site: whoever does so is shown the sites that it may be, before anything is entered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ledger.api.entry_forms import is_bad
from ledger.deeds.entries import Answer
from ledger.inbox.wording import sentence
from ledger.parties.access import may_register_sites
from ledger.parties.doors import for_actors
from sites.likeness.candidates import Alike, candidates
from sites.models import MineSite
from sites.positions.following import look_at_once
from sites.registering_form import AREAS, NUMBERS, SiteForm

WHERE = ("latitude_e6", "longitude_e6", "precision_m", "method", *AREAS, "zone")


@for_actors(may_register_sites)
def new_site(request: HttpRequest) -> HttpResponse:
    """Show the form, the sites that look alike, or register the site."""
    form = SiteForm(request.POST or None, actor=request.actor)
    alike: list[Alike] = []
    if request.method == "POST" and form.is_valid():
        alike = _alike(form)
        if _all_seen(form, alike):
            (answer,) = form.enter()
            if answer.status in {"recorded", "repeated"}:
                return _registered(request, form, answer)
            alike = _refused(form, answer, alike)
        else:
            form.add_error(None, _("Sites like this one are registered already. Look at them below."))
        _show(form, (each.site.code for each in alike))
    asks_why = bool(alike) and not any(each.same_number for each in alike)
    context = {"form": form, "alike": alike, "asks_why": asks_why, "where": WHERE, "numbers": list(NUMBERS)}
    return render(request, "sites/new.html", context, status=422 if form.errors else 200)


def _alike(form: SiteForm) -> list[Alike]:
    name, country = form.cleaned_data["name"], form.cleaned_data["country"]
    return candidates(name, country, form.point, form.numbers, form.other_names, leave_out=form.place)


def _all_seen(form: SiteForm, alike: Iterable[Alike]) -> bool:
    """Say whether somebody looked at all that are alike, and said why this is another."""
    left = {each.site.code for each in alike}
    return not left or (left <= set(form.seen_codes) and bool(form.cleaned_data["distinct_because"].strip()))


def _registered(request: HttpRequest, form: SiteForm, answer: Answer) -> HttpResponse:
    look_at_once([answer])
    repeated = answer.status == "repeated"
    messages.success(
        request,
        _("This was already recorded. Nothing has changed.") if repeated else _("Confirmed: it is recorded."),
    )
    return redirect("site", form.place)


def _refused(form: SiteForm, answer: Answer, alike: list[Alike]) -> list[Alike]:
    """Tell what is wrong; return the sites that are alike, those that the rule of likeness found among them."""
    if is_bad(answer):
        form.place_error(answer)
        return alike
    form.add_error(None, sentence(answer.code or "", answer.facts))
    # the refused entry is kept under its key: what is sent next is another one
    _set(form, "key", str(uuid4()))
    shown = {each.site.code for each in alike}
    scores = {each["place"]: each["score"] for each in answer.facts.get("candidates", [])}
    more = MineSite.objects.filter(code__in=scores.keys() - shown)
    return alike + [Alike(site, scores[site.code], None, False) for site in more]


def _show(form: SiteForm, shown: Iterable[str]) -> None:
    _set(form, "seen", " ".join(sorted(set(shown) | set(form.seen_codes))))


def _set(form: SiteForm, name: str, value: Any) -> None:
    data = form.data.copy()
    data[name] = value
    form.data = data
