"""Blend: several lots of one's stock become one; every gram of difference gets a cause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import LotsField, lot_words, stock_of
from buyers.desk.tagging import new_lot
from buyers.words import CAUSES
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.custody.blending import KIND
from ledger.custody.models import Lot
from ledger.parties.access import may_blend
from ledger.parties.doors import for_actors


class BlendForm(EntryForm):
    """Which lots, what came out, and why it differs from what went in."""

    placed = {"inputs": "lots", "mass_g": "mass", "changes": "cause", "lot": "lots"}
    new_code = CodeField(codes.LOT, initial=new_lot)
    lots = LotsField(label=_("Lots to blend"))
    mass = KilogramsField(label=_("Net weight that came out"))
    cause = forms.ChoiceField(
        label=_("Why it differs from what went in"),
        choices=[("", _("It does not differ")), *CAUSES.items()],
        required=False,
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["new_code"].widget = forms.HiddenInput()
        self.stock = stock_of(self.actor.party)
        self.fields["lots"].choices = [(lot.code, lot_words(lot)) for lot in self.stock]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if 0 < len(said.get("lots", ())) < 2:
            self.add_error("lots", _("Choose at least two lots."))
        if said.get("lots") and said.get("mass"):
            masses = Lot.objects.filter(code__in=said["lots"]).values_list("mass_g", flat=True)
            said["difference_g"] = said["mass"] - sum(masses)
            if said["difference_g"] and not said.get("cause"):
                self.add_error("cause", _("It differs from what went in. Say why, or choose “Not explained”."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        line = [{"cause": said["cause"], "grams": said["difference_g"]}] if said["difference_g"] else None
        facts = {"lot": said["new_code"], "inputs": said["lots"], "mass_g": said["mass"], "note": said["note"]}
        return [self.envelope(KIND, {**facts, "changes": line})]


ACT = Act("desk_blend", _("Blend"), _("Save the blend"), BlendForm, "desk/blend.html")


@for_actors(may_blend)
def blend(request: HttpRequest) -> HttpResponse:
    """Blend lots of one's stock."""
    kept = {name: request.GET[name] for name in ("mass", "cause") if request.GET.get(name)}
    return do(request, ACT, kept | {"lots": request.GET.getlist("lots")})
