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

MOST_SURPLUS = 5
"""Bags that nobody sent, on the form; over the interface a hundred."""


class BagByBagForm(EntryForm):
    """Which bags came, what each weighs, what came that nobody sent, and how each seal was found."""

    placed = {"surplus": "surplus_about_1", "seals_found": "seal_1"}
    place = CodeChoice(codes.PLACE, label=_("Received at"))
    missing = forms.MultipleChoiceField(label=_("Bags that did not come"), required=False)
    scale = forms.CharField(label=_("Number of the scale"), max_length=40, required=False)
    weighed = KilogramsField(label=_("Net weight of all that came, kg"), required=False)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, consignment: Consignment, **more: Any) -> None:
        self.consignment = consignment
        self.coming = list(Lot.objects.filter(code__in=still_coming(consignment)).order_by("code"))
        super().__init__(*args, **more)
        choose(self.fields["place"], own_places(self.actor.party))
        self.fields["missing"].choices = [(lot.code, codes.shown(lot.code)) for lot in self.coming]
        for lot in self.coming:
            label = _now("Net weight of %(bag)s, kg") % {"bag": codes.shown(lot.code)}
            self._add(f"weighed_{lot.code}", KilogramsField(label=label, required=False))
        for number, seal in enumerate(self.looked_for, 1):
            found = [("", _("Nobody looked")), *SEALS_FOUND.items()]
            self._add(f"seal_{number}", forms.ChoiceField(label=seal, choices=found, required=False))
        for number in range(1, MOST_SURPLUS + 1):
            self._add(f"surplus_tag_{number}", TagField(label=_("Its tag"), required=False))
            about = forms.CharField(label=_("What it looks like"), max_length=200, required=False)
            self._add(f"surplus_about_{number}", about)
            self._add(f"surplus_g_{number}", KilogramsField(label=_("What it weighs, kg"), required=False))

    def _add(self, name: str, field: forms.Field) -> None:
        field.widget.attrs["class"] = "in"
        self.fields[name] = field

    @property
    def looked_for(self) -> list[str]:
        """The seals that the sender named."""
        return list(self.consignment.seals or [])

    def bags(self) -> list[dict[str, Any]]:
        """Return what the page shows of each bag: the lot, its field, and whether it is ticked as missing."""
        ticked = set(self["missing"].value() or [])
        return [
            {"lot": lot, "field": self[f"weighed_{lot.code}"], "is_missing": lot.code in ticked} for lot in self.coming
        ]

    def seals(self) -> list[Any]:
        """Return the fields of the seals."""
        return [self[f"seal_{number}"] for number in range(1, len(self.looked_for) + 1)]

    def surplus(self) -> list[dict[str, Any]]:
        """Return the fields of each bag that nobody sent."""
        names = ("tag", "about", "g")
        return [{name: self[f"surplus_{name}_{number}"] for name in names} for number in range(1, MOST_SURPLUS + 1)]

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        came = [self._came(lot.code) for lot in self.coming if lot.code not in said["missing"]]
        facts = {name: said[name] for name in ("place", "scale", "note")} | {"weighed_g": said["weighed"]}
        facts |= {"consignment": self.consignment.code, "came": came or None, "missing": said["missing"] or None}
        facts |= {"surplus": self._surplus() or None, "seals_found": self._seals_found() or None}
        return [self.envelope(receiving.KIND, facts)]

    def _came(self, code: str) -> dict[str, Any]:
        grams = self.cleaned_data.get(f"weighed_{code}")
        return {"lot": code, **({"weighed_g": grams} if grams else {})}

    def _seals_found(self) -> list[dict[str, str]]:
        found = ((seal, self.cleaned_data.get(f"seal_{number}")) for number, seal in enumerate(self.looked_for, 1))
        return [{"seal": seal, "found": how} for seal, how in found if how]

    def _surplus(self) -> list[dict[str, Any]]:
        names = {"tag": "tag", "about": "about", "grams": "g"}
        said = (
            {fact: self.cleaned_data.get(f"surplus_{name}_{number}") for fact, name in names.items()}
            for number in range(1, MOST_SURPLUS + 1)
        )
        return [bag for each in said if (bag := {fact: value for fact, value in each.items() if value})]


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
