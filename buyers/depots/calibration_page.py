"""Record the calibration of a scale."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.depots.depot_pages import may_calibrate_at, place_or_404
from buyers.desk.fields import DayInput
from ledger.api.entry_forms import EntryForm, KilogramsField, is_bad
from ledger.api.paper_forms import WithPapers, document_field
from ledger.custody import calibrating
from ledger.inbox.wording import sentence
from ledger.parties.access import may_calibrate
from ledger.parties.doors import for_actors


class CalibrationForm(WithPapers, EntryForm):
    """What the certificate of a scale says."""

    placed = {"capacity_g": "capacity", "division_g": "division"}
    scale = forms.CharField(
        label=gettext_lazy("Scale"), max_length=40, help_text=gettext_lazy("Its number, or the mark on it.")
    )
    capacity = KilogramsField(label=gettext_lazy("The most that it weighs, kg"))
    division = KilogramsField(label=gettext_lazy("Its smallest step, kg"))
    calibrated_on = forms.DateField(label=gettext_lazy("Calibrated on"), widget=DayInput)
    valid_to = forms.DateField(label=gettext_lazy("Good until"), widget=DayInput)
    by_whom = forms.CharField(label=gettext_lazy("By whom"), max_length=80)
    certificate = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=60, required=False)
    document = document_field(label=gettext_lazy("The certificate"))

    def __init__(self, *args: Any, place: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        grams = {"capacity_g": said.pop("capacity"), "division_g": said.pop("division")}
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
        return [self.envelope(calibrating.KIND, {"place": self.place, **said, **grams})]


@for_actors(may_calibrate)
def calibrate(request: HttpRequest, code: str) -> HttpResponse:
    """Record a calibration and lead back to the depot; sent twice, it is recorded once."""
    place = place_or_404(code)
    if not may_calibrate_at(request.actor, place):
        raise PermissionDenied
    form = CalibrationForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        zone=place.zone,
        place=place.code,
        initial={"scale": request.GET.get("scale", "")[:40]},
    )
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _("Confirmed: it is recorded."))
            return redirect("depot", place.code)
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    return render(request, "depots/calibrate.html", {"form": form, "place": place}, status=422 if form.errors else 200)
