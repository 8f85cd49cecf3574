"""Forms that register: a person, an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm
from ledger.api.paper_forms import PaperField, WithPapers
from ledger.papers.keeping import PEOPLE
from ledger.parties import registering
from ledger.parties.kinds import MINER
from sites.parties import enrolling, words
from sites.parties.fields import as_facts, choice, cooperative_choices, country_field, day_field, new_party

HIDDEN = _("Stays hidden, and can be erased.")


class NewPartyForm(EntryForm):
    """A form that makes a code when it is first shown, like its key."""

    placed = {"party": "new_code"}
    new_code = CodeField(codes.PARTY, initial=new_party)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["new_code"].widget = forms.HiddenInput()

    @property
    def registered(self) -> str:
        """The code of the party that the form registers."""
        return str(self.cleaned_data["new_code"])

    def facts(self) -> dict[str, Any]:
        said = as_facts(self.cleaned_data)
        return {"party": said.pop("new_code"), **said}


class PersonForm(WithPapers, NewPartyForm):
    """A digger or trader: what is hidden first, then what is open."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=HIDDEN)
    born_on = day_field(
        _("Birthday"), required=True, help_text=_("Nobody below the minimum age is registered. Stays hidden.")
    )
    kind = forms.ChoiceField(
        label=_("What they do"), choices=[(each, words.KINDS[each]) for each in enrolling.PERSON_KINDS]
    )
    country = country_field()
    cooperative = forms.ChoiceField(label=_("Cooperative"), required=False, choices=cooperative_choices)
    card_kind = forms.CharField(label=_("Kind of card"), max_length=40, required=False)
    card_issuer = forms.CharField(label=_("Who issued the card"), max_length=80, required=False)
    card_number = forms.CharField(label=_("Number of the card"), max_length=60, required=False, help_text=HIDDEN)
    card_from = day_field(_("First day of the card"))
    card_to = day_field(_("Last day of the card"))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False, help_text=HIDDEN)
    photo = PaperField(
        label=_("Photo"),
        group=PEOPLE,
        required=False,
        help_text=_("Optional. The place where it was taken is removed."),
    )
    typology = choice(
        _("Why they dig"),
        {each: words.TYPOLOGY[each] for each in enrolling.TYPOLOGY},
        required=False,
        help_text=_("In their own words; only sums are ever shown."),
    )
    gender = choice(
        _("Gender"),
        {each: words.GENDERS[each] for each in enrolling.GENDERS},
        required=False,
        help_text=_("As they say; only sums are ever shown."),
    )

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(enrolling.KIND, self.facts())]


class OrganisationForm(NewPartyForm):
    """A cooperative, company, trader, agency."""

    name = forms.CharField(label=_("Legal name"), max_length=200)
    kind = choice(_("What it is"), {kind: text for kind, text in words.KINDS.items() if kind != MINER})
    country = country_field()

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(registering.PARTY_KIND, self.facts())]
