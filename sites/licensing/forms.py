"""Forms of the register of licences: grant, renew, stop, state an agreement; and the question who may do what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.reading import latest
from ledger.standing.regimes import REGIMES, Regime
from sites.licensing import agreeing, granting, renewing, stopping
from sites.licensing.words import ACTS, AGREEMENTS, ORES, PAPERS, STATES, STOPS
from sites.parties.fields import CHOOSE, as_facts, choice, country_field, day_field, today
from sites.parties.words import KINDS

M2_PER_HA = 10_000
ANY = ("", _("Not said"))


def regime_choices() -> list[Any]:
    """Return the kinds of licence of all countries, grouped by country."""
    rows = latest(ReferenceRow.objects.filter(shelf__startswith=f"{REGIMES}/"))
    grouped: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        regime = Regime(row)
        if not regime.is_rule:
            grouped.setdefault(row.shelf.split("/")[1], []).append(
                (row.key, f"{row.key} · {row.row.get('name_en', '')}")
            )
    return [CHOOSE, *sorted(grouped.items())]


def ores_field(help_text: Any) -> forms.MultipleChoiceField:
    """Return a field for several ores."""
    return forms.MultipleChoiceField(
        label=_("Ores"),
        choices=list(ORES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class GrantForm(EntryForm):
    """A licence as its paper says."""

    regime = forms.ChoiceField(label=_("Kind of licence"), choices=regime_choices)
    number = forms.CharField(label=_("Number"), max_length=60)
    holder = CodeField(codes.PARTY, label=_("Holder"), help_text=_("Code of the party."))
    valid_from = day_field(_("First day"), required=True, initial=today)
    valid_to = day_field(_("Last day"), help_text=_("Left empty, it runs as long as its kind gives."))
    granted_on = day_field(_("Granted on"))
    minerals = ores_field(_("None ticked: those of its kind."))
    place = CodeField(codes.PLACE, label=_("Mine site"), required=False, help_text=_("If it is for one site."))
    zone = CodeField(codes.ZONE, label=_("Zone"), required=False, help_text=_("If it is for one zone."))
    hectares = forms.DecimalField(
        label=_("Area in hectares"), required=False, min_value=0, max_digits=12, decimal_places=4
    )
    holder_nationality = country_field(_("Nationality of the holder"), required=False)
    parent = CodeField(codes.LICENCE, label=_("Ceded from"), required=False, help_text=_("Code of a licence."))
    renewal_of = CodeField(codes.LICENCE, label=_("Renews"), required=False, help_text=_("Code of a licence."))
    legal_basis = forms.CharField(label=_("Act that it rests on"), max_length=120, required=False)
    licence = forms.CharField(widget=forms.HiddenInput, max_length=9)
    placed = {"jurisdiction": "regime", "area_m2": "hectares"}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["licence"].initial = lambda: codes.new_code(codes.LICENCE)

    @property
    def registered(self) -> str:
        return str(self.cleaned_data["licence"])

    def envelopes(self) -> list[dict[str, Any]]:
        said = as_facts(self.cleaned_data)
        hectares = said.pop("hectares")
        said["area_m2"] = int(hectares * M2_PER_HA) or None if hectares is not None else None
        said["minerals"] = said["minerals"] or None
        said["jurisdiction"] = said["regime"].split("-")[0]
        return [self.envelope(granting.KIND, said)]


class LicenceForm(EntryForm):
    """A form about one licence."""

    kind = ""

    def __init__(self, *args: Any, licence: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.licence = licence

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(self.kind, {"licence": self.licence, **as_facts(self.cleaned_data)})]


class RenewForm(LicenceForm):
    """A further period."""

    kind = renewing.KIND
    valid_from = day_field(_("First day"), required=True, initial=today)
    valid_to = day_field(_("Last day"), help_text=_("Left empty, it runs as long as its kind gives."))
    act = forms.CharField(label=_("Number of the act or receipt"), max_length=80, required=False)


class StopForm(LicenceForm):
    """A stop, until a day or for good."""

    kind = stopping.KIND
    how = forms.ChoiceField(label=_("How"), choices=list(STOPS.items()), widget=forms.RadioSelect)
    valid_from = day_field(
        _("First day"),
        required=True,
        initial=today,
        help_text=_("It may lie in the past: then deeds since are judged anew."),
    )
    valid_to = day_field(_("Last day"), help_text=_("Left empty: until further notice."))
    act = forms.CharField(label=_("Number of the act"), max_length=80, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, required=False)


class AgreementForm(EntryForm):
    """What a holder and a group have agreed."""

    agreement = choice(_("What is agreed"), AGREEMENTS)
    holder = CodeField(codes.PARTY, label=_("Holder of the title, or buyer"))
    group = CodeField(codes.PARTY, label=_("Group that works or sells"))
    licence = CodeField(codes.LICENCE, label=_("Licence"), required=False)
    place = CodeField(codes.PLACE, label=_("Mine site"), required=False)
    minerals = ores_field(_("None ticked: all of the licence."))
    valid_from = day_field(_("First day"), required=True, initial=today)
    valid_to = day_field(_("Last day"))
    percent = forms.DecimalField(
        label=_("Share of the proceeds for the holder, in %"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)
    placed = {"landlord_permille": "percent"}

    def envelopes(self) -> list[dict[str, Any]]:
        said = as_facts(self.cleaned_data)
        percent = said.pop("percent")
        said["landlord_permille"] = int(percent * 10) if percent is not None else None
        said["minerals"] = said["minerals"] or None
        return [self.envelope(agreeing.KIND, said)]


class QuestionForm(forms.Form):
    """Who may do what: a question for the answer page; its fields are those of the API."""

    act = choice(_("Act"), ACTS)
    mineral = choice(_("Ore"), ORES)
    state = forms.ChoiceField(label=_("In which state"), choices=list(STATES.items()), required=False)
    country = country_field(_("Country"), required=False, help_text=_("Left empty: the party's."))
    on = day_field(_("On which day"), initial=today)
    party = forms.CharField(label=_("Party"), required=False, max_length=18, help_text=_("Its code; or say its kind."))
    kind = forms.ChoiceField(label=_("Kind of party"), choices=[ANY, *KINDS.items()], required=False)
    counterparty = forms.CharField(label=_("Other side"), required=False, max_length=18, help_text=_("Code or kind."))
    counterparty_kind = forms.ChoiceField(
        label=_("Kind of the other side"), choices=[ANY, *KINDS.items()], required=False
    )
    papers = forms.ChoiceField(
        label=_("Paper that is there"), choices=[("", _("None")), *PAPERS.items()], required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "in")
