"""Messages without a name, for the case officer: read, answer, take in as a case, or set aside (WB-01)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import codes
from ledger.api.entry_forms import is_bad
from ledger.deeds.entries import Actor
from ledger.inbox.wording import sentence
from ledger.parties import case_access
from ledger.parties.doors import for_actors
from ledger.parties.models import Place
from ledger.risk.incidents import tips
from ledger.risk.incidents.models import Incident, Tip
from ledger.risk.incidents.seeing import IN_FULL, how_seen, tips_seen_by
from ledger.risk.incidents.text_line import read_line
from sites.incidents.forms import ReportForm
from sites.incidents.gateway import place_of

MOST = 200


@for_actors(case_access.may_read_tips)
def tips_page(request: HttpRequest) -> HttpResponse:
    """List the messages that wait, and those of late that do not."""
    today = datetime.now(UTC).date()
    rows = tips_seen_by(request.actor)
    waiting = [
        (tip, tips.waits_too_long(tip, today))
        for tip in rows.filter(state=tips.WAITING).order_by("received_on", "key")[:MOST]
    ]
    done = rows.exclude(state=tips.WAITING).order_by("-received_on", "key")[:MOST]
    return render(request, "incidents/tips.html", {"waiting": waiting, "done": done})


@for_actors(case_access.may_read_tips)
def tip_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one message and what can be done with it: it becomes a case in the officer's own words."""
    tip = tips_seen_by(request.actor).filter(pk=key).first()
    if tip is None:
        raise Http404
    what, form = request.POST.get("what", ""), _report_form(request, tip)
    if request.method == "POST" and what in ACTS:
        ACTS[what](request, tip)
        return redirect("tips") if what in {"set_aside", "forget"} else redirect("tip", tip.key)
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            tips.taken(tip, form.cleaned_data["new_code"])
            messages.success(request, _("Confirmed: it is a case now."))
            return redirect("incident", form.cleaned_data["new_code"])
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    return render(request, "incidents/tip.html", _context(tip, form), status=422 if form.errors else 200)


def _context(tip: Tip, form: ReportForm) -> dict[str, object]:
    words = tips.read(tip.words)
    place, near = (tip.place, []) if tip.place else place_of(read_line(f"{tip.place_words}, {words}"))
    found = {each.code: each for each in Place.objects.filter(code__in=[each for each in (place, *near) if each])}
    return {
        "tip": tip,
        "words": words,
        "contact": tips.read(tip.contact),
        "thread": tips.thread(tip),
        "place": found.get(place or ""),
        "near": [found[code] for code in near if code in found],
        "form": form,
        "title": gettext_lazy("Take it in as a case"),
    }


def _report_form(request: HttpRequest, tip: Tip) -> ReportForm:
    """Return the report, with what the message says but for its words: those the officer writes anew."""
    begun = {"category": tip.category, "place": tip.place, "source": "whistle_blower"}
    given = None if request.POST.get("what") in ACTS else request.POST or None
    return ReportForm(given, actor=request.actor, initial={name: said for name, said in begun.items() if said})


def _answer(request: HttpRequest, tip: Tip) -> None:
    if words := request.POST.get("words", "").strip():
        tips.add(tip, words, by_reporter=False)
        messages.success(request, _("Kept: whoever holds the code will read it."))


def _set_aside(request: HttpRequest, tip: Tip) -> None:
    tips.set_aside(tip)
    messages.success(request, _("Set aside: it opens no case."))


def _join(request: HttpRequest, tip: Tip) -> None:
    """Add a message to a case that is there already."""
    row = Incident.objects.filter(code=codes.normal(request.POST.get("incident", ""))).first()
    if row is None or not _in_full(request.actor, row):
        messages.error(request, _("There is no such case, or you may not work on it."))
        return
    tips.taken(tip, row.code)
    messages.success(request, _("Kept: the message belongs to that case."))


def _in_full(actor: Actor, row: Incident) -> bool:
    return how_seen(actor, row) == IN_FULL


def _forget(request: HttpRequest, tip: Tip) -> None:
    tips.forget(tip)
    messages.success(request, _("Forgotten: message, contact and thread are gone."))


ACTS = {"answer": _answer, "set_aside": _set_aside, "join": _join, "forget": _forget}
