"""Pages of the register of licences: the list, one licence, and the forms."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ledger import codes
from ledger.api.entry_forms import EntryForm, is_bad
from ledger.inbox.wording import sentence
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.access import may_keep_licences, may_read_licences
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.reports.disclosing import disclosed
from ledger.standing.models import Standing
from ledger.standing.reading import LICENCE, LICENCE_STOPPED
from sites.countries import countries
from sites.licensing import register
from sites.licensing.forms import AgreementForm, GrantForm, RenewForm, StopForm
from sites.licensing.models import Licence
from sites.licensing.words import finding_in_words
from sites.withdrawing.models import Withdrawn


@for_actors(may_read_licences)
def licences(request: HttpRequest) -> HttpResponse:
    """Show the licences, newest first, or those that end soon in the order of their ends."""
    today, asked = register.today(), _asked(request)
    order = register.order_of(asked)
    after, before = (request.GET.get(name, "").replace("\0", "")[:40] for name in ("after", "before"))
    found, earlier, later = register.page(register.found(asked, today), order, after, before)
    kept = {name: value for name, value in vars(asked).items() if value}
    page = SimpleNamespace(before="", after="", range="")
    if found:
        page.before = urlencode({**kept, "before": register.mark(found[0], order)}) if earlier else ""
        page.after = urlencode({**kept, "after": register.mark(found[-1], order)}) if later else ""
    context = {
        "lines": register.lines(found, today),
        "asked": asked,
        "within": register.WITHIN,
        "page": page,
        "may_keep": may_keep_licences(request.actor),
    }
    return render(request, "licences/list.html", context)


def _asked(request: HttpRequest) -> register.Asked:
    given = (request.GET.get(name, "").replace("\0", "").strip()[:80] for name in ("q", "country", "regime", "within"))
    q, country, regime, within = given
    country = country.upper() if country.upper() in countries() else ""
    return register.Asked(q, country, regime.upper(), within if within in map(str, register.WITHIN) else "")


def licence_or_404(code: str) -> Licence:
    """Return a licence by its code."""
    licence = Licence.objects.filter(code=codes.normal(code)).first()
    if licence is None:
        raise Http404
    return licence


@for_actors(may_read_licences)
def licence(request: HttpRequest, code: str) -> HttpResponse:
    """Show a licence: its days, what stopped it, what the rules noticed."""
    if codes.normal(code) != code:
        return redirect("licence", codes.normal(code))
    found, today = licence_or_404(code), register.today()
    said = Standing.objects.filter(subject=found.holder, topic__in=(LICENCE, LICENCE_STOPPED))
    acts = [each for each in said.order_by("event_id") if each.terms["licence"] == code]
    struck = set(
        Withdrawn.objects.filter(subject=found.holder, event_id__in=[each.event_id for each in acts]).values_list(
            "event_id", flat=True
        )
    )
    context = {
        "licence": found,
        "holder": Party.objects.filter(code=found.holder).first(),
        "place": Place.objects.filter(code=found.place).first() if found.place else None,
        "regime_name": register.regime_names({(found.jurisdiction, found.regime)}).get(found.regime, ""),
        "state": register.state_on(found, today),
        "acts": [(each, each.event_id in struck) for each in acts],
        "withdrawn": found.event_id in struck,
        "findings": [(each["rule"], finding_in_words(each)) for each in found.findings],
        **_trade(found, request),
        "may_keep": may_keep_licences(request.actor),
        "today": today,
    }
    return render(request, "licences/licence.html", context)


def _trade(found: Licence, request: HttpRequest) -> dict[str, Any]:
    """Return what the paper says to those who may see it."""
    (event,) = events_by_id([found.event_id])
    shown = disclosed(event, openings_of([event.key]).get(event.key, ()), request.actor).opened.get("trade", {})
    return {"documents": shown.get("documents", []), "nationality": shown.get("holder_nationality", "")}


@for_actors(may_keep_licences)
def grant_licence(request: HttpRequest) -> HttpResponse:
    """Enter a licence."""
    begun = {name: request.GET.get(name, "")[:18] for name in ("holder", "place") if request.GET.get(name)}
    form = GrantForm(request.POST or None, actor=request.actor, initial=begun)
    return _enter(request, form, _("Enter a licence"), _("Save the licence"), lambda: form.registered)


@for_actors(may_keep_licences)
def renew_licence(request: HttpRequest, code: str) -> HttpResponse:
    """Renew a licence."""
    found = licence_or_404(code)
    form = RenewForm(request.POST or None, actor=request.actor, licence=found.code)
    return _enter(request, form, _("Renew a licence"), _("Save the renewal"), lambda: found.code, found)


@for_actors(may_keep_licences)
def stop_licence(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend or end a licence."""
    found = licence_or_404(code)
    form = StopForm(request.POST or None, actor=request.actor, licence=found.code)
    return _enter(request, form, _("Stop a licence"), _("Save the stop"), lambda: found.code, found)


@for_actors(may_keep_licences)
def state_agreement(request: HttpRequest) -> HttpResponse:
    """Enter an agreement between a holder and a group."""
    begun = {name: request.GET.get(name, "")[:18] for name in ("holder", "licence") if request.GET.get(name)}
    form = AgreementForm(request.POST or None, actor=request.actor, initial=begun)
    return _enter(request, form, _("Enter an agreement"), _("Save the agreement"), lambda: "")


def _enter(
    request: HttpRequest, form: EntryForm, title: str, save: str, then: Callable[[], str], about: Licence | None = None
) -> HttpResponse:
    """Show a form, or enter it; sent twice, it is recorded once."""
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _told(answer.status))
            return redirect("licence", then()) if then() else redirect("licences")
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    context = {"form": form, "title": title, "save": save, "licence": about}
    return render(request, "licences/form.html", context, status=422 if form.errors else 200)


def _told(status: str) -> str:
    if status == "repeated":
        return _("This was already recorded. Nothing has changed.")
    return _("Confirmed: it is recorded.")
