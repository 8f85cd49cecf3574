"""Forms about a consignment: a receipt bag by bag, a refusal, a return."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from buyers.desk.fields import CodeChoice, TagField, choose, own_places
from buyers.exports.words import REASONS, SEALS_FOUND
from ledger import codes
from ledger.api.entry_forms import EntryForm, KilogramsField
from ledger.custody import receiving, sending_back
from ledger.custody.arrivals import still_coming
from ledger.custody.models import Consignment, Lot
from ledger.reference.spelling import kilograms_with_unit


class BagByBagForm(EntryForm):
    """Which bags came, what each weighs, what came that nobody sent, and how the seals were found."""

    placed = {"surplus": "surplus_about", "seals_found": "seals"}
    place = CodeChoice(codes.PLACE, label=_("Received at"))
    missing = forms.MultipleChoiceField(
        label=_("Bags that did not come"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All others came. What is missing stays the sender's, on hold, until it arrives."),
    )
    scale = forms.CharField(label=_("Number of the scale"), max_length=40, required=False)
    seals = forms.ChoiceField(label=_("How the seals were found"), required=False)
    surplus_tag = TagField(label=_("A bag that nobody sent: its tag"), required=False)
    surplus_about = forms.CharField(
        label=_("A bag that nobody sent: what it looks like"), max_length=200, required=False
    )
    surplus_g = KilogramsField(label=_("A bag that nobody sent: what it weighs, kg"), required=False)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, consignment: Consignment, **more: Any) -> None:
        self.consignment = consignment
        self.coming = list(Lot.objects.filter(code__in=still_coming(consignment)).order_by("code"))
        super().__init__(*args, **more)
        choose(self.fields["place"], own_places(self.actor.party))
        self.fields["missing"].choices = [(lot.code, self._bag(lot)) for lot in self.coming]
        self.fields["seals"].choices = [("", _("Nobody looked")), *SEALS_FOUND.items()]
        if not consignment.seals:
            del self.fields["seals"]
        for lot in self.coming:
            label = _now("Net weight of %(bag)s, kg") % {"bag": codes.shown(lot.code)}
            field = self.fields[f"weighed_{lot.code}"] = KilogramsField(label=label, required=False)
            field.widget.attrs["class"] = "in"

    @staticmethod
    def _bag(lot: Lot) -> str:
        return f"{codes.shown(lot.code)} · {kilograms_with_unit(lot.mass_g)}"

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        weighed = {lot.code: said.get(f"weighed_{lot.code}") for lot in self.coming}
        came = [
            {"lot": code, **({"weighed_g": grams} if grams else {})}
            for code, grams in weighed.items()
            if code not in said["missing"]
        ]
        bag = {"tag": said["surplus_tag"], "about": said["surplus_about"], "grams": said["surplus_g"]}
        surplus = {name: value for name, value in bag.items() if value}
        seals = [{"seal": seal, "found": said["seals"]} for seal in self.consignment.seals or [] if said.get("seals")]
        facts = {"consignment": self.consignment.code, "place": said["place"], "note": said["note"]}
        facts |= {"came": came or None, "missing": said["missing"] or None, "scale": said["scale"]}
        facts |= {"surplus": [surplus] if surplus else None, "seals_found": seals or None}
        return [self.envelope(receiving.KIND, facts)]


class RefusalForm(EntryForm):
    """Why a delivery is turned away."""

    reason = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, consignment: Consignment, **more: Any) -> None:
        super().__init__(*args, **more)
        self.consignment = consignment

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: self.cleaned_data[name] for name in ("reason", "note")}
        return [self.envelope(sending_back.REFUSED, {"consignment": self.consignment.code, **said})]


class ReturnForm(EntryForm):
    """Where a refused delivery is now."""

    place = CodeChoice(codes.PLACE, label=_("Where it is now"))
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, consignment: Consignment, **more: Any) -> None:
        super().__init__(*args, **more)
        self.consignment = consignment
        choose(self.fields["place"], own_places(self.actor.party))

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: self.cleaned_data[name] for name in ("place", "note")}
        return [self.envelope(sending_back.RETURNED, {"consignment": self.consignment.code, **said})]
