"""Process lots of one's stock: a product, perhaps a by-product, what is left over, and where the rest went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import LotsField, lot_words, stock_of
from buyers.desk.grade_fields import BasisField, PercentField
from buyers.desk.new_codes import NewCodesField
from buyers.words import MINERALS, PROCESS_CAUSES, PROCESSES, PRODUCTS
from ledger.api.entry_forms import EntryForm, KilogramsField
from ledger.custody.models import Lot
from ledger.custody.processing import BY_PRODUCT, KIND, LEFT, MAIN
from ledger.parties.access import may_process
from ledger.parties.doors import for_actors
from ledger.reference.grades import TAILINGS

NOTHING = ("", _("Choose…"))


class ProcessForm(EntryForm):
    """What went in, what came out by name, and why the rest is not there."""

    placed = {"inputs": "lots", "outputs": "mass", "changes": "cause"}
    new_codes = NewCodesField(3)
    lots = LotsField(label=_("Lots that go in"))
    process = forms.ChoiceField(label=_("What was done"), choices=[NOTHING, *PROCESSES.items()])
    mass = KilogramsField(label=_("Net weight of the product"))
    product = forms.ChoiceField(label=_("What it is now"), choices=[NOTHING, *PRODUCTS.items()])
    grade_of = BasisField(required=False)
    grade = PercentField(label=_("Grade of the dry product, %"), required=False)
    moisture = PercentField(label=_("Moisture, %"), required=False)
    by_mass = KilogramsField(label=_("Net weight of the by-product, kg"), required=False)
    by_mineral = forms.ChoiceField(label=_("Ore of the by-product"), choices=[("", _("None"))], required=False)
    left = KilogramsField(label=_("Net weight of the tailings kept, kg"), required=False)
    cause = forms.ChoiceField(
        label=_("Where the rest went"),
        choices=[("", _("Nothing is missing")), *PROCESS_CAUSES.items()],
        required=False,
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.stock = stock_of(self.actor.party)
        self.fields["lots"].choices = [(lot.code, lot_words(lot)) for lot in self.stock]
        self.fields["by_mineral"].choices = [("", _("None")), *MINERALS.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("by_mass")) != bool(said.get("by_mineral")):
            self.add_error("by_mineral", _("Say both the ore of the by-product and its weight, or neither."))
        if (said.get("grade") is not None) != bool(said.get("grade_of")):
            self.add_error("grade_of", _("Say both the grade and of what it is, or neither."))
        if said.get("lots") and said.get("mass"):
            went_in = Lot.objects.filter(code__in=said["lots"]).values_list("mass_g", flat=True)
            came_out = said["mass"] + (said.get("by_mass") or 0) + (said.get("left") or 0)
            said["difference_g"] = came_out - sum(went_in)
            if said["difference_g"] and not said.get("cause"):
                self.add_error("cause", _("More or less came out than went in. Say why, or choose “Not explained”."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        gone = said["difference_g"]
        lines = [{"cause": said["cause"], "grams": gone}] if gone else None
        facts = {"process": said["process"], "inputs": said["lots"], "outputs": self._outputs(), "note": said["note"]}
        return [self.envelope(KIND, {**facts, "changes": lines})]

    def _outputs(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        main, other, rest = said["new_codes"]
        product = said["product"]
        graded = {"grade_of": said["grade_of"], "grade_ppm": said["grade"], "moisture_ppm": said["moisture"]}
        known = {name: value for name, value in graded.items() if value not in (None, "")}
        found = [{"lot": main, "mass_g": said["mass"], "what": MAIN, "product": product, **known}]
        if said["by_mass"]:
            by_product = {"what": BY_PRODUCT, "product": product, "mineral": said["by_mineral"]}
            found.append({"lot": other, "mass_g": said["by_mass"], **by_product})
        if said["left"]:
            found.append({"lot": rest, "mass_g": said["left"], "what": LEFT, "product": TAILINGS})
        return found


ACT = Act("desk_process", _("Process"), _("Save what came out"), ProcessForm, "desk/process.html")
KEPT = ("process", "mass", "product", "grade_of", "grade", "moisture", "by_mass", "by_mineral", "left", "cause")


@for_actors(may_process)
def process(request: HttpRequest) -> HttpResponse:
    """Process lots of one's stock."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return do(request, ACT, kept | {"lots": request.GET.getlist("lots")})
