"""Assay a lot: how much of an oxide or a metal is in it, who found it, and how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import DayInput, LotField
from buyers.desk.grade_fields import UNITS, BasisField, PercentField, ppm_of
from buyers.words import ASSAY_METHODS, ASSAY_STAGES
from ledger.api.entry_forms import EntryForm
from ledger.custody.assaying import KIND
from ledger.parties.access import may_assay
from ledger.parties.doors import for_actors


class AssayForm(EntryForm):
    """One grade of one lot; a second metal is a second assay."""

    placed = {"grade_ppm": "grade", "moisture_ppm": "moisture"}
    lot = LotField(label=_("Lot or tag"), help_text=_("Scan it, or type the nine signs."))
    grade_of = BasisField(read=True)
    grade = forms.CharField(
        label=_("Grade of the dry ore"), max_length=14, widget=forms.TextInput({"inputmode": "decimal"})
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    moisture = PercentField(label=_("Moisture, %"), required=False)
    stage = forms.ChoiceField(label=_("Provisional or final"), choices=[("", _("Choose…")), *ASSAY_STAGES.items()])
    method = forms.ChoiceField(label=_("Method"), choices=[("", _("Choose…")), *ASSAY_METHODS.items()])
    laboratory = forms.CharField(label=_("Laboratory"), max_length=80, required=False)
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)
    sampled_on = forms.DateField(label=_("Day of the sample"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "grade" in said and "unit" in said:
            try:
                said["grade_ppm"] = ppm_of(said["grade"], said["unit"])
            except ValueError:
                self.add_error("grade", _("Type a number with at most four decimals, like 64.5 or 64,5."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("lot", "grade_of", "grade_ppm", "stage", "method")}
        more = {name: said[name] for name in ("laboratory", "certificate")}
        day = said["sampled_on"].isoformat() if said["sampled_on"] else None
        return [self.envelope(KIND, {**facts, **more, "moisture_ppm": said["moisture"], "sampled_on": day})]


ACT = Act("desk_assay", _("Assay"), _("Save the assay"), AssayForm, "desk/assay.html")
KEPT = ("lot", "grade_of", "grade", "unit", "moisture", "stage", "method", "laboratory", "certificate", "sampled_on")


@for_actors(may_assay)
def assay(request: HttpRequest) -> HttpResponse:
    """Record an assay."""
    return do(request, ACT, {name: request.GET[name] for name in KEPT if request.GET.get(name)})
