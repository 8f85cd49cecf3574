"""The page of holds, and the form that ends one or releases its lot under seal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.api.entry_forms import EntryForm, is_bad
from ledger.custody.holding import MOST_SEALS, RELEASED
from ledger.custody.models import Hold
from ledger.inbox.wording import sentence
from ledger.parties import case_access
from ledger.parties.doors import for_actors
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.seeing import how_seen
from sites.incidents import holds
from sites.incidents.forms import text_field

FREE, UNDER_SEAL = "free", "seal"


@for_actors(case_access.may_read_incidents)
def holds_page(request: HttpRequest) -> HttpResponse:
    """Show what is on hold: what, why, since when, how many kilograms, what it costs, and who decides by when."""
    today, show = datetime.now(UTC).date(), request.GET.get("show", holds.OPEN)
    show = show if show in holds.SHOWN else holds.OPEN
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    lines, following = holds.page(request.actor, show, today, after)
    context = {
        "lines": lines,
        "following": following,
        "show": show,
        "shows": holds.SHOWN,
        "totals": holds.totals(request.actor, today),
        "may_decide": case_access.may_decide_holds(request.actor),
    }
    return render(request, "incidents/holds.html", context)


class HoldForm(EntryForm):
    """Let the lot go, or let it move under seals until the question is answered."""

    how = forms.ChoiceField(
        label=gettext_lazy("The decision"),
        widget=forms.RadioSelect,
        choices=[
            (FREE, gettext_lazy("The hold ends: the lot goes on as before")),
            (UNDER_SEAL, gettext_lazy("Under seal: it may move, but is neither used up nor exported")),
        ],
    )
    seals = forms.CharField(
        label=gettext_lazy("Numbers of the seals"),
        required=False,
        max_length=800,
        help_text=gettext_lazy("Apart by commas; only for a release under seal."),
    )
    note = text_field(gettext_lazy("Why, and on which evidence"), most=500)

    def __init__(self, *args: Any, hold: Hold, **more: Any) -> None:
        super().__init__(*args, **more)
        self.hold = hold

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        given = [each.strip() for each in str(said.get("seals") or "").split(",") if each.strip()]
        if said.get("how") == UNDER_SEAL and not 1 <= len(given) <= MOST_SEALS:
            self.add_error("seals", _("Type the number of each seal, at most %(most)s.") % {"most": MOST_SEALS})
        said["seals"] = list(dict.fromkeys(given)) if said.get("how") == UNDER_SEAL else None
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        facts = {"lot": self.hold.lot, "hold": self.hold.key, "seals": said["seals"], "note": said["note"]}
        return [self.envelope(RELEASED, facts)]


@for_actors(case_access.may_decide_holds)
def decide_hold(request: HttpRequest, lot: str, key: UUID) -> HttpResponse:
    """Decide about a hold; sent twice, it is recorded once."""
    hold = holds.holds_seen_by(request.actor).filter(lot=lot, key=str(key)).first()
    if hold is None:
        raise Http404
    form = HoldForm(request.POST or None, actor=request.actor, hold=hold)
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _("Confirmed: it is decided."))
            return redirect("holds")
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    (line,) = holds.lines_of([hold], request.actor, datetime.now(UTC).date())
    context = {"form": form, "line": line, "case": _case(line, request)}
    return render(request, "incidents/hold.html", context, status=422 if form.errors else 200)


def _case(line: holds.Line, request: HttpRequest) -> Incident | None:
    """Return the case behind a hold, if the actor sees it."""
    return line.incident if line.incident and how_seen(request.actor, line.incident) else None
