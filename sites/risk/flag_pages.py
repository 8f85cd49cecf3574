"""The pages of flags: all that are open, those of a site, and one with what people said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ledger import codes
from ledger.api.entry_forms import is_bad
from ledger.custody.models import Hold
from ledger.inbox.wording import sentence
from ledger.parties.access import may_audit, may_read_sites
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.parties.risk_access import may_answer_flags, may_explain_flags
from ledger.risk.explaining import told
from ledger.risk.flags import SEVERITIES
from ledger.risk.models import Flag
from ledger.risk.reviewing import flags_alike
from ledger.risk.rules import RISK_RULES
from ledger.risk.said import words_about
from ledger.risk.seeing import flags_seen_by
from ledger.risk.tainting.models import Taint
from sites.risk.forms import AboutFlag, AnswerForm, ExplainForm
from sites.site_page import place_or_404

PER_PAGE = 40
MOST_PAST = 50


def _today() -> date:
    return datetime.now(UTC).date()


@require_safe
@for_actors(may_read_sites)
def flags(request: HttpRequest) -> HttpResponse:
    """Show open flags that the actor sees, the newest first, by weight or rule if asked."""
    found = flags_seen_by(request.actor).filter(cleared_on=None).order_by("-event_id")
    asked = {name: request.GET.get(name, "") for name in ("severity", "rule")}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(event_id__lt=int(after))
    rows = list(found[: PER_PAGE + 1])
    shown = told(rows[:PER_PAGE], _today())
    context = {
        "lines": [(each, name) for each, name in zip(shown, _names(shown), strict=True)],
        "following": rows[PER_PAGE - 1].event_id if len(rows) > PER_PAGE else None,
        "asked": asked,
        "severities": SEVERITIES,
        "rules": sorted(RISK_RULES),
        "may_read_record": may_audit(request.actor),
    }
    return render(request, "risk/flags.html", context)


def _names(shown: list[Any]) -> list[str]:
    subjects = {each.flag.subject for each in shown}
    names = dict(Place.objects.filter(code__in=subjects).values_list("code", "name"))
    names |= dict(Party.objects.filter(code__in=subjects).values_list("code", "name"))
    return [names.get(each.flag.subject, codes.shown(each.flag.subject)) for each in shown]


@require_safe
@for_actors(may_read_sites)
def site_risk(request: HttpRequest, code: str) -> HttpResponse:
    """Show every flag of a site: its sentence, age, kilograms, what would explain and what would clear it."""
    place, today = place_or_404(code), _today()
    rows = list(flags_seen_by(request.actor).filter(subject=place.code).order_by("-event_id")[:200])
    open_flags = told([row for row in rows if row.cleared_on is None], today)
    context = {
        "place": place,
        "open": sorted(open_flags, key=lambda each: (SEVERITIES.index(each.flag.severity), -each.flag.event_id)),
        "past": told([row for row in rows if row.cleared_on is not None][:MOST_PAST], today),
        "taints": list(Taint.objects.filter(subject=place.code).order_by("-event_id")[:20]),
        "may_answer": may_answer_flags(request.actor),
        "may_explain": may_explain_flags(request.actor),
        "today": today,
    }
    return render(request, "risk/site.html", context)


@for_actors(may_read_sites)
def flag(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one flag with its evidence and answers; who may, answers or explains it here."""
    found = flags_seen_by(request.actor).filter(key=key).first()
    if found is None:
        raise Http404
    form = _form(request, found)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _enter(request, form):
            return redirect("flag", key)
    (shown,) = told([found], _today())
    (name,) = _names([shown])
    context = {
        "told": shown,
        "name": name,
        "evidence": sorted(found.evidence.items()),
        "said": words_about(found, request.actor),
        "holds": list(Hold.objects.filter(cause__in=_causes(found)).order_by("lot")[:PER_PAGE]),
        "form": form,
        "answers": isinstance(form, AnswerForm),
        "is_site": found.subject.startswith(codes.PLACE),
        "is_lot": found.subject.startswith(codes.LOT),
    }
    return render(request, "risk/flag.html", context, status=422 if form is not None and form.errors else 200)


def _causes(found: Flag) -> list[str]:
    """Return the flags by which a finding holds: itself, and those that it had before its numbers changed."""
    return flags_alike([(found.rule, found.subject)])[found.rule, found.subject]


def _form(request: HttpRequest, found: Flag) -> AboutFlag | None:
    """Return the form for what the actor may do about an open flag; none where that is nothing."""
    if found.cleared_on is not None:
        return None
    if may_answer_flags(request.actor):
        return AnswerForm(request.POST or None, actor=request.actor, flag=found)
    if may_explain_flags(request.actor):
        return ExplainForm(request.POST or None, actor=request.actor, flag=found)
    return None


def _enter(request: HttpRequest, form: AboutFlag) -> bool:
    (answer,) = form.enter()
    if answer.status in {"recorded", "repeated"}:
        messages.success(request, _("Confirmed: it is recorded."))
        return True
    if is_bad(answer):
        form.place_error(answer)
    else:
        form.add_error(None, sentence(answer.code or "", answer.facts))
    return False
