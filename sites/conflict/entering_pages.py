"""Pages on which keepers bring conflict events, determine areas, draw zones of conflict and note roadblocks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.api.entry_forms import EntryForm
from ledger.parties.access import may_draw_zones
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_bring_conflict_events, may_determine_areas, may_note_roadblocks
from ledger.risk.conflict.models import Cahra, ConflictBatch, Roadblock
from sites.conflict import forms
from sites.conflict.importing import CHANGED as REPLACED
from sites.conflict.importing import NEW, REFUSED, REPEATED, Outcome, Summary, import_events, take_back
from sites.conflict.pages import files
from sites.conflict.wording import REASONS
from sites.importing.named_columns import UnreadableFile
from sites.parties.acts_pages import entered
from sites.zones.models import Zone

MOST_BYTES = 8 * 1024 * 1024
"""More is for the command line: a page waits for its file."""
MOST_BAD = 100


def _form(
    request: HttpRequest, form: EntryForm, title: Promise, save: Promise, back: str, about: str = ""
) -> HttpResponse:
    if entered(request, form):
        return redirect(back)
    context = {"form": form, "title": title, "save": save, "back": back, "about": about}
    return render(request, "conflict/form.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest, form_of: Callable[..., EntryForm], **more: Any) -> EntryForm:
    return form_of(request.POST or None, actor=request.actor, **more)


@for_actors(may_determine_areas)
def determine_area(request: HttpRequest) -> HttpResponse:
    """Determine whether an area is affected by conflict or of high risk."""
    form = _about(request, forms.DetermineForm)
    return _form(request, form, gettext_lazy("Determine an area"), gettext_lazy("Save"), "cahras")


@for_actors(may_determine_areas)
def take_back_area(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a determination back."""
    row = get_object_or_404(Cahra, key=str(key), taken_back_by=None)
    form = _about(request, forms.TakeBackForm, subject=row.key)
    title = gettext_lazy("Take a determination back")
    return _form(request, form, title, gettext_lazy("Take back"), "cahras", row.area)


@for_actors(may_note_roadblocks)
def note_roadblock(request: HttpRequest) -> HttpResponse:
    """Note a roadblock."""
    form = _about(request, forms.RoadblockForm)
    return _form(request, form, gettext_lazy("Note a roadblock"), gettext_lazy("Save"), "roadblocks")


@for_actors(may_note_roadblocks)
def end_roadblock(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that a roadblock is gone."""
    row = get_object_or_404(Roadblock, key=str(key), ended_on=None)
    form = _about(request, forms.RoadblockEndForm, subject=row.key)
    return _form(request, form, gettext_lazy("A roadblock is gone"), gettext_lazy("Save"), "roadblocks", row.cell)


@for_actors(may_draw_zones)
def draw_conflict_zone(request: HttpRequest) -> HttpResponse:
    """Draw a zone of conflict."""
    form = _about(request, forms.ConflictZoneForm)
    return _form(request, form, gettext_lazy("Draw a zone of conflict"), gettext_lazy("Save"), "conflict")


@for_actors(may_draw_zones)
def end_conflict_zone(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a zone of conflict has ended."""
    zone = get_object_or_404(Zone, code=code, kind=forms.CONFLICT_ZONE, closed_on=None)
    form = _about(request, forms.ConflictZoneEndForm, subject=zone.code)
    return _form(request, form, gettext_lazy("A zone of conflict ends"), gettext_lazy("Save"), "conflict", zone.name)


@for_actors(may_bring_conflict_events)
def bring_events(request: HttpRequest) -> HttpResponse:
    """Try or enter a file of conflict events, and show what became of its rows."""
    form = forms.BringForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= _bring(form)
    status = 422 if form.errors else 200
    return render(request, "conflict/bring.html", {**context, "files": files()}, status=status)


def _bring(form: forms.BringForm) -> dict[str, Any]:
    file, trying = form.cleaned_data["file"], form.cleaned_data["what"] == "try"
    if file.size > MOST_BYTES:
        form.add_error("file", _("The file has more than 8 MB. Use the command import_ucdp."))
        return {}
    bad: list[Outcome] = []

    def hear(outcome: Outcome) -> None:
        if outcome.status == REFUSED and len(bad) < MOST_BAD:
            bad.append(outcome)

    try:
        summary = _read(file, form.cleaned_data["edition"], trying, hear)
    except UnreadableFile as error:
        form.add_error("file", str(error))
        return {}
    return {"summary": summary, "sums": _sums(summary), "tried": trying, "bad": [_said(each) for each in bad]}


def _read(file: UploadedFile, edition: str, trying: bool, hear: Callable[[Outcome], None]) -> Summary:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        return import_events(path, edition, dry_run=trying, tell=hear)


def _sums(summary: Summary) -> list[tuple[str, int]]:
    words = {
        NEW: _("New"),
        REPLACED: _("Changed: they replace what was held"),
        REPEATED: _("Held already, the same"),
        REFUSED: _("Refused"),
    }
    return [(word, summary.statuses[name]) for name, word in words.items()]


def _said(outcome: Outcome) -> tuple[int, str, str, Any]:
    bad = outcome.bad
    assert bad is not None  # noqa: S101 (a refused row says why)
    return outcome.row.number, bad.column, bad.value[:60], REASONS.get(bad.reason, bad.reason)


@for_actors(may_bring_conflict_events)
def take_back_events(request: HttpRequest, file: str) -> HttpResponse:
    """Take back what a file brought; what stood before counts again."""
    batches = ConflictBatch.objects.filter(file=file, taken_back_by=None).order_by("-event_id")
    batch = batches.first()
    if batch is None:
        raise Http404
    form = forms.TakeBackFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = take_back(file, form.cleaned_data["reason"], request.actor)
        messages.success(request, _("Taken back: %(number)s entries.") % {"number": number})
        return redirect("conflict")
    context = {"form": form, "batch": batch, "number": batches.count()}
    return render(request, "conflict/take_back.html", context, status=422 if form.errors else 200)
