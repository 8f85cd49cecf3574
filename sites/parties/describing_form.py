"""The form that describes a party: it begins with what was described before, since the last description counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.api.paper_forms import document_field
from sites.parties import describing, numbers, words
from sites.parties.fields import as_facts, choice, country_field, day_field, stage_choices
from sites.parties.models import PartyLine, Person
from sites.parties.party_page import hidden
from sites.parties.stating_forms import PartyForm

OWN = "own_"
OPEN = ("legal_form", "stage", "sector_roles", "capacity_tpm")
CONTACT = ("address", "phone", "email")


class DescribeForm(PartyForm):
    """What the party is and does. A person's numbers, address and telephone stay hidden."""

    placed = {
        "numbers": "number",
        "own_numbers": "number",
        "own_address": "address",
        "own_phone": "phone",
        "own_email": "email",
        "documents": "document",
    }
    legal_form = choice(_("Legal form"), words.LEGAL_FORMS, required=False)
    stage = forms.ChoiceField(label=_("Stage of formalisation"), required=False, choices=stage_choices)
    sector_roles = forms.MultipleChoiceField(
        label=_("What it does"),
        required=False,
        choices=list(words.SECTOR_ROLES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    product_types = forms.CharField(
        label=_("Products"),
        required=False,
        max_length=400,
        help_text=_("Codes with commas between: ORE_CU_FLOT, CONC_CU."),
    )
    capacity_tpm = forms.IntegerField(label=_("Tonnes a month that it can deliver"), min_value=0, required=False)
    register = forms.ChoiceField(
        label=_("Add a number: register"),
        required=False,
        choices=[("", _("None")), *((each, each) for each in numbers.REGISTERS)],
    )
    number = forms.CharField(label=_("Number in the register"), max_length=40, required=False)
    number_country = country_field(_("Country of the register"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    document = document_field(label=_("Add a document"))
    document_kind = forms.CharField(label=_("What the document is"), max_length=40, required=False)
    document_valid_to = day_field(_("Last day of the document"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = hidden(self.party, self.actor)
        self.own = OWN if Person.objects.filter(code=self.party).exists() else ""
        self.said = known["own"] if self.own else known["described"]
        self.papers = known["described"].get("documents", [])
        line = PartyLine.objects.filter(party=self.party).first()
        if line is not None:
            self.initial = {name: getattr(line, name) for name in OPEN}
            self.initial["product_types"] = ", ".join(line.product_types or [])
        self.initial |= {name: self.said.get(f"{self.own}{name}", "") for name in CONTACT}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("number") and not (said.get("register") and said.get("number_country")):
            self.add_error("number", _("Say also which register of which country the number is from."))
        if said.get("document") and not said.get("document_kind"):
            self.add_error("document_kind", _("Say what the document is."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = as_facts(self.cleaned_data)
        facts = {name: said[name] or None for name in ("legal_form", "stage", "sector_roles")}
        facts["capacity_tpm"] = said["capacity_tpm"]
        facts["product_types"] = [each.strip() for each in said["product_types"].split(",") if each.strip()] or None
        facts |= {f"{self.own}{name}": said[name] for name in CONTACT}
        facts[f"{self.own}numbers"] = self._numbers(said) or None
        facts["documents"] = self._documents(said) or None
        return [self.envelope(describing.KIND, {"party": self.party, **facts})]

    def _numbers(self, said: dict[str, Any]) -> list[dict[str, str]]:
        """Return the numbers known before and the one that is added."""
        known = list(self.said.get(f"{self.own}numbers", []))
        if not said["number"]:
            return known
        added = {"register": said["register"], "number": said["number"], "country": said["number_country"]}
        return [*(each for each in known if numbers.spelled(each) != numbers.spelled(added)), added]

    def _documents(self, said: dict[str, Any]) -> list[dict[str, str]]:
        """Return the documents known before and the one that is added."""
        if not said["document"]:
            return list(self.papers)
        added = {"sha256": said["document"], "kind": said["document_kind"], "valid_to": said["document_valid_to"]}
        rest = (each for each in self.papers if each["sha256"] != added["sha256"])
        return [*rest, {name: value for name, value in added.items() if value}]
