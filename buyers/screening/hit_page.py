"""One hit: the words side by side and why they answer, what else the list says, and the decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.screening import words
from buyers.screening.seeing import Seen, seen
from ledger.api.entry_forms import EntryForm, is_bad
from ledger.deeds.entries import Actor
from ledger.inbox.wording import sentence
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.doors import for_actors
from ledger.parties.models import User
from ledger.parties.risk_access import may_decide_hits, may_read_screening
from ledger.reports.disclosing import disclosed
from ledger.risk.screening.deciding import KIND
from ledger.risk.screening.models import Hit, ListedEntry
from ledger.risk.screening.shelves import wordings
from ledger.risk.screening.tables import GONE


class DecisionForm(EntryForm):
    """What a person decides about a hit, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What you found"), choices=list(words.DECISIONS.items()), widget=forms.RadioSelect
    )
    second = forms.ChoiceField(
        label=gettext_lazy("What you compared beside the name"),
        choices=[("", gettext_lazy("Nothing but the name")), *words.SECONDS.items()],
        required=False,
        help_text=gettext_lazy("A name alone confirms nothing: to confirm, something else must agree."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Overseers read it. Say what you compared and where you found it."),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day of the decision"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: a year for somebody else, a month for unclear, no end for confirmed."),
    )

    def __init__(self, *args: Any, hit: Hit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.hit = hit

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        facts = {
            "party": self.hit.party,
            "hit": str(self.hit.key),
            "decision": said["decision"],
            "second": said["second"],
            "reason": " ".join(said["reason"].split()),
            "until": said["until"].isoformat() if said["until"] else None,
        }
        return [self.envelope(KIND, facts)]


@for_actors(may_read_screening)
def hit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a hit, and take a decision of those who may decide."""
    if request.method == "POST" and not may_decide_hits(request.actor):
        raise PermissionDenied
    found = Hit.objects.filter(key=key).first()
    if found is None:
        raise Http404
    may_decide = may_decide_hits(request.actor) and found.state != GONE
    form = DecisionForm(request.POST or None, actor=request.actor, hit=found) if may_decide else None
    if request.method == "POST" and form and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _("Confirmed: it is recorded."))
            return redirect("screening")
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    context = {**_told(found, request.actor), "form": form}
    return render(request, "screening/hit.html", context, status=422 if form and form.errors else 200)


def _told(found: Hit, actor: Actor) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    (line,) = seen([found], actor, today)
    return {
        "line": line,
        "hit": found,
        "source": words.SOURCES[found.source],
        "role": words.ROLES[found.role],
        "pairs": _pairs(line),
        "agreements": _agreements(line),
        "entry": _entry(found) if line.words else None,
        "decision": _decision(found, actor),
        "today": today,
    }


def _pairs(line: Seen) -> list[dict[str, Any]]:
    """Return the words that answered each other, and those that nothing answered, side by side."""
    if line.words is None:
        return []
    pairs = [{**pair, "how": words.HOW[pair["how"]], "answered": True} for pair in line.words["pairs"]]
    ours = [{"ours": word, "theirs": "", "how": _("not on the list")} for word in _left(line, "ours_left")]
    theirs = [{"ours": "", "theirs": word, "how": _("not in our name")} for word in _left(line, "theirs_left")]
    return [*pairs, *ours, *theirs]


def _left(line: Seen, name: str) -> list[str]:
    return str((line.words or {}).get(name, "")).split()


def _agreements(line: Seen) -> list[tuple[str, Any]]:
    if line.words is None:
        return []
    return [(line.words[what], said[line.words[what]]) for what, said in words.AGREEMENTS.items()]


def _entry(found: Hit) -> dict[str, Any] | None:
    row: ListedEntry | None = wordings([(found.source, found.listed)]).get((found.source, found.listed))
    if row is None:
        return None
    return {"row": row, "kind": words.KINDS[row.kind], "listed_on": _day(row.listed_on), "ended": row.until is not None}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _decision(found: Hit, actor: Actor) -> dict[str, Any] | None:
    """Return the last decision with its author and, where the actor sees it, its reason."""
    events = events_by_id([found.decided_event]) if found.decided_event else []
    if not events:
        return None
    (event,) = events
    opened = disclosed(event, openings_of([event.key]).get(event.key, ()), actor).opened
    trade = opened.get("trade", {})
    author = User.objects.filter(public_id=event.envelope["actor"]).first() if _is_uuid(event) else None
    return {
        "word": words.STATES.get(trade.get("decision", ""), ""),
        "second": words.SECONDS.get(trade.get("second", ""), ""),
        "reason": opened.get("notes", {}).get("reason", ""),
        "by": author.get_username() if author else "",
        "on": found.decided_on,
        "until": found.until,
    }


def _is_uuid(event: Any) -> bool:
    try:
        return bool(UUID(event.envelope["actor"]))
    except ValueError:
        return False
