"""Weigh a lot: an observation beside its book mass."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import CodeChoice, LotField, choose, own_places
from buyers.desk.grade_fields import PercentField
from buyers.words import WEIGHING_STEPS
from ledger import codes
from ledger.api.entry_forms import EntryForm, KilogramsField
from ledger.custody.weighing import KIND, YES
from ledger.parties.access import may_weigh
from ledger.parties.doors import for_actors


class WeighForm(EntryForm):
    """Gross and tare, kept apart (WGT-01)."""

    placed = {"gross_g": "gross", "tare_g": "tare", "moisture_ppm": "moisture"}
    lot = LotField(label=_("Lot or tag"), help_text=_("Scan it, or type the nine signs."))
    gross = KilogramsField(mark="gross", label=_("Gross"))
    tare = KilogramsField(mark="tare", label=_("Tare"), least=0, required=False, initial="0.4")
    scale = forms.CharField(label=_("Number of the scale"), max_length=40, required=False)
    place = CodeChoice(codes.PLACE, label=_("Where the scale stands"), required=False)
    step = forms.ChoiceField(label=_("Step"), choices=[("", _("Not said")), *WEIGHING_STEPS.items()], required=False)
    moisture = PercentField(label=_("Moisture, %"), required=False)
    sealed = forms.BooleanField(label=_("The bag came sealed"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["place"], own_places(self.actor.party))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if (said.get("gross") or 0) <= (said.get("tare") or 0) and "gross" in said:
            self.add_error("gross", _("Gross must be more than tare. Weigh both again."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        weights = {"gross_g": said["gross"], "tare_g": said["tare"] or 0}
        sealed = YES if said["sealed"] else None
        seen = {"place": said["place"], "step": said["step"], "moisture_ppm": said["moisture"], "sealed": sealed}
        return [self.envelope(KIND, {"lot": said["lot"], **weights, "scale": said["scale"], **seen})]


ACT = Act("desk_weigh", _("Weigh"), _("Save"), WeighForm, "desk/weigh.html")


KEPT = ("lot", "gross", "tare", "scale", "place", "step", "moisture", "sealed")


@for_actors(may_weigh)
def weigh(request: HttpRequest) -> HttpResponse:
    """Record a weighing."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return do(request, ACT, kept)
