"""Pages of lists: which editions are loaded, a file to load, and the account of every row of one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.screening import words
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_load_lists, may_read_screening
from ledger.risk.screening.loading import NotLoaded, load
from ledger.risk.screening.models import LeftRow, ScreeningRun, ScreeningWork, WatchList

MOST_BYTES = 64 * 1024 * 1024
MOST_EDITIONS, PER_PAGE = 60, 100


class ListForm(forms.Form):
    """A file of a publisher, whose it is and of which day."""

    source = forms.ChoiceField(
        label=gettext_lazy("Whose list"), choices=list(words.SOURCES.items()), widget=forms.RadioSelect
    )
    edition = forms.DateField(
        label=gettext_lazy("Day of the edition"),
        widget=forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("As its publisher dates it, not the day of the download."),
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xml,.txt", "class": "in"}),
        help_text=gettext_lazy("As its publisher has it: CSV or XML, at most 64 MB."),
    )
    addresses = forms.FileField(
        label=gettext_lazy("OFAC's file of addresses"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt", "class": "in"}),
        help_text=gettext_lazy("If you have it: it tells the countries of the entries."),
    )

    def clean_edition(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["edition"]
        if day > datetime.now(UTC).date():
            raise forms.ValidationError(_("This day is still to come."), code="day_to_come")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("file", "addresses"):
            if said.get(name) and said[name].size > MOST_BYTES:
                self.add_error(name, words.NOT_LOADED["list_too_large"] % {"most_bytes": MOST_BYTES})
        return said


@for_actors(may_read_screening)
def watch_lists(request: HttpRequest) -> HttpResponse:
    """Show the editions, and load one."""
    may_load = may_load_lists(request.actor)
    if request.method == "POST" and not may_load:
        raise PermissionDenied
    form = ListForm(request.POST or None, request.FILES or None) if may_load else None
    if request.method == "POST" and form and form.is_valid() and (edition := _loaded(form, request.actor.id)):
        messages.success(request, _("The list is loaded. All parties are now held against it."))
        return redirect("watch_list", edition)
    rows = list(WatchList.objects.order_by("-event_id")[:MOST_EDITIONS])
    runs = {each: run for run in ScreeningRun.objects.order_by("-event_id")[:MOST_EDITIONS] for each in run.editions}
    lines = [{"row": row, "source": words.SOURCES[row.source], "run": runs.get(row.key)} for row in rows]
    context = {"form": form, "lines": lines}
    return render(request, "screening/lists.html", context, status=422 if form and form.errors else 200)


def _loaded(form: ListForm, user: str) -> str:
    said = form.cleaned_data
    addresses = said["addresses"].read() if said["addresses"] else None
    try:
        return load(said["source"], said["file"].read(), said["edition"], addresses=addresses, by=user).edition
    except NotLoaded as refused:
        form.add_error("file", words.NOT_LOADED[refused.code] % refused.facts)
        return ""


@for_actors(may_read_screening)
def watch_list(request: HttpRequest, edition: str) -> HttpResponse:
    """Show what became of every row of an edition."""
    row = WatchList.objects.filter(key=edition).first()
    if row is None:
        raise Http404
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isdigit() and len(typed) < 10 else 0
    left = list(LeftRow.objects.filter(edition=edition, row__gt=after).order_by("row", "id")[: PER_PAGE + 1])
    shown = left[:PER_PAGE]
    pager = SimpleNamespace(
        before="after=0" if after else "",
        after=urlencode({"after": shown[-1].row}) if len(left) > PER_PAGE else "",
        range=_("lines %(first)s to %(last)s") % {"first": shown[0].row, "last": shown[-1].row} if shown else "",
    )
    context = {
        "row": row,
        "source": words.SOURCES[row.source],
        "lines": [{"left": each, "why": words.WHY.get(each.why, each.why)} for each in shown],
        "page": pager,
        "work": ScreeningWork.objects.filter(edition=edition).first(),
    }
    return render(request, "screening/edition.html", context)
