"""Pages of cases: the list, the report, one case, and the forms of what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import codes
from ledger.api.entry_forms import EntryForm, is_bad
from ledger.deeds.entries import Actor
from ledger.inbox.wording import sentence
from ledger.parties import case_access
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.risk.incidents.clocks import running
from ledger.risk.incidents.guards import is_named
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.seeing import IN_FULL, how_seen, tips_seen_by
from ledger.risk.incidents.tables import ACKNOWLEDGE, DECIDE, OPEN, PLAN, STEP
from ledger.risk.incidents.tips import WAITING
from ledger.risk.incidents.touched import ore_of
from sites.incidents import forms, listing
from sites.incidents.showing import days_open, shown


@dataclass(frozen=True)
class Deed:
    """What can be done about a case: its form, its words, and who may at all; the rest is the deed's answer."""

    form: type[forms.CaseForm]
    title: Any
    save: Any
    may: Callable[[Actor], bool]
    when_open: bool | None = True
    """Whether the case must be open, closed (False), or either (None)."""


KEEP, CLOSE = case_access.may_keep_incidents, case_access.may_close_incidents
DEEDS = {
    "acknowledge": Deed(
        forms.AcknowledgeForm,
        gettext_lazy("Acknowledge"),
        gettext_lazy("Take the case on"),
        KEEP,
    ),
    "reply": Deed(
        forms.ReplyForm,
        gettext_lazy("Reply"),
        gettext_lazy("Save the reply"),
        case_access.may_reply_to_incidents,
        None,
    ),
    "find": Deed(forms.FindForm, gettext_lazy("Make a finding"), gettext_lazy("Save the finding"), CLOSE),
    "plan": Deed(forms.PlanForm, gettext_lazy("Adopt a plan"), gettext_lazy("Save the plan"), KEEP),
    "step": Deed(forms.StepForm, gettext_lazy("A step is done"), gettext_lazy("Save the step"), KEEP),
    "level": Deed(forms.LevelForm, gettext_lazy("Change the level"), gettext_lazy("Save the level"), KEEP),
    "lots": Deed(forms.LotsForm, gettext_lazy("Name lots or tags"), gettext_lazy("Save them"), KEEP, None),
    "decide": Deed(forms.DecideForm, gettext_lazy("Decide"), gettext_lazy("Save the decision"), KEEP),
    "forward": Deed(
        forms.ForwardForm,
        gettext_lazy("Pass on, with the thread"),
        gettext_lazy("Pass on"),
        KEEP,
        None,
    ),
    "close": Deed(forms.CloseForm, gettext_lazy("Close the case"), gettext_lazy("Close it"), CLOSE),
    "reopen": Deed(forms.ReopenForm, gettext_lazy("Open again"), gettext_lazy("Open it again"), KEEP, False),
    "publish": Deed(forms.PublishForm, gettext_lazy("Publish a summary"), gettext_lazy("Publish"), KEEP, None),
}


STOPS = {ACKNOWLEDGE: "acknowledge", PLAN: "plan", STEP: "step", DECIDE: "decide"}
"""Clock -> the deed that stops it."""


@for_actors(case_access.may_read_incidents)
def incidents(request: HttpRequest) -> HttpResponse:
    """Show the cases that an actor sees, the newest first."""
    now, asked = datetime.now(UTC), listing.asked_for(request.GET)
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    lines, following = listing.page(request.actor, asked, after, now)
    context = {
        "lines": lines,
        "following": following,
        "asked": asked,
        "shows": listing.SHOWN,
        "may_report": case_access.may_report_incidents(request.actor),
        "may_decide": case_access.may_decide_holds(request.actor),
        "may_tips": case_access.may_read_tips(request.actor),
        "waiting": tips_seen_by(request.actor).filter(state=WAITING).count(),
    }
    return render(request, "incidents/list.html", context)


@for_actors(case_access.may_report_incidents)
def new_incident(request: HttpRequest) -> HttpResponse:
    """Report an incident under one's own name; sent twice, it is recorded once."""
    given = request.GET
    begun = {name: given.get(name, "")[:9] for name in ("place", "area") if given.get(name)}
    begun |= {f"{name}s": given.get(name, "")[:50] for name in ("lot", "tag") if given.get(name)}
    if given.get("party"):
        begun["parties"] = given["party"][:9]
    form = forms.ReportForm(request.POST or None, actor=request.actor, initial=begun)
    return _enter(request, form, gettext_lazy("Report an incident"), gettext_lazy("Save the report"))


def incident_or_404(actor: Actor, code: str) -> tuple[Incident, str]:
    """Return a case that an actor sees, and how much of it."""
    row = Incident.objects.filter(code=codes.normal(code)).first()
    how = how_seen(actor, row) if row else None
    if row is None or how is None:
        raise Http404
    return row, how


@for_actors(case_access.may_read_incidents)
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """Show a case: claim, reply and finding side by side, clocks, ore, plan and history."""
    row, how = incident_or_404(request.actor, code)
    if row.code != code:
        return redirect("incident", row.code)
    now, in_full = datetime.now(UTC), how == IN_FULL
    ore = ore_of(row) if in_full else None
    holders = {each.lot.holder for each in ore.lots} if ore else set()
    context = {
        "case": shown(row, how, request.actor.party, now),
        "row": row,
        "days": days_open(row, now.date()),
        "today": now.date(),
        "place": Place.objects.filter(code=row.place).first() if row.place and in_full else None,
        "ore": ore,
        "holders": dict(Party.objects.filter(code__in=holders).values_list("code", "name")),
        "deeds": _offered(request.actor, row),
        "named": is_named(row, request.actor),
    }
    return render(request, "incidents/incident.html", context)


def _offered(actor: Actor, row: Incident) -> list[tuple[str, Deed]]:
    """Return what an actor may do about a case, what falls due next before all else."""
    due = min(running(row), key=lambda clock: clock.due, default=None)
    first = STOPS.get(due.clock, "") if due else ""
    found = [(name, deed) for name, deed in DEEDS.items() if _may(actor, row, deed)]
    return sorted(found, key=lambda pair: pair[0] != first)


def _may(actor: Actor, row: Incident, deed: Deed) -> bool:
    """Say whether a deed is offered: it is open to the role, fits the state, and the case names the actor for a reply.

    This only spares clicks; the guards of the deed decide.
    """
    if not deed.may(actor) or deed.when_open not in {None, row.state == OPEN}:
        return False
    if deed.form is forms.AcknowledgeForm and row.acknowledged_at is not None:
        return False
    if deed.form is forms.StepForm and row.step_by is None:
        return False
    if deed.form is forms.ReplyForm:
        return actor.party in row.parties or case_access.may_keep_incidents(actor)
    return not is_named(row, actor)


@for_actors(case_access.may_reply_to_incidents)
def incident_deed(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """Do something about a case; sent twice, it is recorded once."""
    if deed not in DEEDS:
        raise Http404
    row, _how = incident_or_404(request.actor, code)
    what = DEEDS[deed]
    if not _may(request.actor, row, what):
        raise Http404
    form = what.form(request.POST or None, actor=request.actor, incident=row)
    return _enter(request, form, what.title, what.save, row)


def _enter(request: HttpRequest, form: EntryForm, title: Any, save: Any, row: Incident | None = None) -> HttpResponse:
    """Show a form, or enter it and go to the case."""
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _told(answer.status))
            return redirect("incident", row.code if row else form.cleaned_data["new_code"])
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    context = {"form": form, "title": title, "save": save, "row": row}
    return render(request, "incidents/form.html", context, status=422 if form.errors else 200)


def _told(status: str) -> str:
    if status == "repeated":
        return _("This was already recorded. Nothing has changed.")
    return _("Confirmed: it is recorded.")
