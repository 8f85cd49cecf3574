"""Forms that state something of a party that is registered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm
from ledger.api.paper_forms import WithPapers, document_field
from sites.parties import (
    certifying,
    deciding,
    joining,
    stating_accounts,
    stating_people,
    words,
)
from sites.parties.fields import (
    AccountNumberField,
    as_facts,
    choice,
    day_field,
    programme_choices,
    today,
)

PEOPLE_OF_A_FORM = 5
PPM_OF_A_PERCENT = 10_000


class PartyForm(WithPapers, EntryForm):
    """A form about a party."""

    def __init__(self, *args: Any, party: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.party = party

    def facts(self) -> dict[str, Any]:
        return {"party": self.party, **as_facts(self.cleaned_data)}


class StatusForm(PartyForm):
    """Who lets the party act or stops it, from when, by which act."""

    by = forms.ChoiceField(
        label=_("Who decided"),
        choices=list(words.AUTHORITIES.items()),
        widget=forms.RadioSelect,
        help_text=_("None of the three overwrites another; one that stops the party is enough."),
    )
    status = forms.ChoiceField(
        label=_("Decision"),
        choices=[(each, words.STATUSES[each]) for each in deciding.STATUSES],
        widget=forms.RadioSelect,
    )
    reason = choice(_("Reason"), words.REASONS)
    authority = forms.CharField(label=_("Authority or scheme"), max_length=80, required=False)
    act = forms.CharField(label=_("Number and article of the act"), max_length=80, required=False)
    valid_from = day_field(_("First day"), required=True, initial=today)
    valid_to = day_field(_("Last day"))
    document = document_field(label=_("The act"))

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(deciding.KIND, self.facts())]


class MembershipForm(PartyForm):
    """Where the party belongs."""

    placed = {"body": "programme"}
    programme = forms.ChoiceField(label=_("Programme or association"), required=False, choices=programme_choices)
    other = CodeField(codes.PARTY, label=_("Or the code of a party"), required=False)
    role = forms.CharField(label=_("What it is there"), max_length=60, required=False)
    valid_from = day_field(_("First day"), required=True, initial=today)
    valid_to = day_field(_("Last day"), help_text=_("For a membership that has ended, the day of its end."))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("programme")) == bool(said.get("other")):
            self.add_error("programme", _("Choose a programme, or give the code of a party: one of the two."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        facts = self.facts()
        body = facts.pop("programme") or facts.pop("other")
        facts.pop("other", None)
        return [self.envelope(joining.KIND, {**facts, "body": body})]


class CertificateForm(PartyForm):
    """An audit or certificate."""

    scheme = forms.CharField(label=_("Scheme or standard"), max_length=40)
    version = forms.CharField(label=_("Version of the standard"), max_length=20, required=False)
    kind = forms.ChoiceField(
        label=_("What it is"), choices=list(words.CERTIFICATE_KINDS.items()), widget=forms.RadioSelect
    )
    result = choice(_("Result"), words.RESULTS)
    score = forms.IntegerField(label=_("Score out of 100"), min_value=0, max_value=100, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    issued_on = day_field(_("Issued on"), required=True)
    expires_on = day_field(_("Last day"))
    auditor = forms.CharField(label=_("Audit firm"), max_length=80, required=False)
    document = document_field()

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(certifying.KIND, self.facts())]


class PeopleForm(PartyForm):
    """Who stands behind the party; the statement replaces the one before."""

    placed = {"people": "name_1"}
    complete = forms.ChoiceField(
        label=_("Are all owners named?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(1, PEOPLE_OF_A_FORM + 1):
            self._add_person(number)

    def _add_person(self, number: int) -> None:
        fields = {
            "name": forms.CharField(
                label=_("Name of person %(n)s") % {"n": number}, max_length=200, required=number == 1
            ),
            "role": choice(_("What they are to it"), words.PEOPLE_ROLES, required=False),
            "share": forms.DecimalField(
                label=_("Share in per cent"), min_value=0, max_value=100, decimal_places=4, required=False
            ),
            "exposed": forms.ChoiceField(
                label=_("Holds or held public power"),
                choices=[("unknown", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
                required=False,
            ),
        }
        for name, field in fields.items():
            field.widget.attrs.setdefault("class", "in")
            self.fields[f"{name}_{number}"] = field

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number in range(1, PEOPLE_OF_A_FORM + 1):
            if said.get(f"name_{number}") and not said.get(f"role_{number}"):
                self.add_error(f"role_{number}", _("Say what this person is to the party."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        people = [self._person(number) for number in range(1, PEOPLE_OF_A_FORM + 1) if said.get(f"name_{number}")]
        facts = {"party": self.party, "complete": said["complete"], "people": people}
        return [self.envelope(stating_people.KIND, facts)]

    def _person(self, number: int) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(f"{name}_{number}") for name in ("name", "role", "share", "exposed")}
        share = int(said["share"] * PPM_OF_A_PERCENT) if said["share"] else None
        line = {"name": said["name"], "role": said["role"], "share_ppm": share}
        line["politically_exposed"] = said["exposed"] or "unknown"
        return {name: value for name, value in line.items() if value is not None}


class AccountForm(PartyForm):
    """Where the party is paid. The number is sealed before it enters."""

    placed = {"sealed": "number", "fingerprint": "number"}
    account_kind = forms.ChoiceField(
        label=_("What it is"), choices=list(words.ACCOUNT_KINDS.items()), widget=forms.RadioSelect
    )
    number = AccountNumberField(
        label=_("Number"), help_text=_("It is encrypted at once. Afterwards only its last signs are shown.")
    )
    institution = forms.CharField(label=_("Bank or operator"), max_length=80, required=False)
    held_by = forms.CharField(label=_("Name of the holder"), max_length=120, required=False)

    def envelopes(self) -> list[dict[str, Any]]:
        facts = self.facts()
        account = facts.pop("number")
        return [
            self.envelope(
                stating_accounts.KIND, {**facts, "sealed": account.sealed, "fingerprint": account.fingerprint}
            )
        ]
