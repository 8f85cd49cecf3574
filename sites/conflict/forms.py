"""Forms that enter determinations, roadblocks and zones of conflict."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm
from ledger.risk.conflict.determining import DETERMINED
from ledger.risk.conflict.determining import TAKEN_BACK as DETERMINATION_TAKEN_BACK
from ledger.risk.conflict.noting import ENDED, NOTED
from sites.acting import days
from sites.conflict.wording import KEEPERS, STATUSES, TAXED
from sites.countries import countries
from sites.visits.asking import DayInput, today
from sites.zones.closing import KIND as CLOSED
from sites.zones.drawing import KIND as DRAWN

CONFLICT_ZONE = "conflict_zone"


class CountryField(forms.CharField):
    """A country in two letters."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Country in two letters"), max_length=2, min_length=2, **more)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value) or "").upper()
        if code and code not in countries():
            raise forms.ValidationError(_now("No country has this code. Type two letters, for example CD."))
        return code


class DayField(forms.DateField):
    """A day, with the browser's own picker."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, widget=DayInput, **more)


class _Facts(EntryForm):
    """A form whose fields are the facts of one kind of entry."""

    kind = ""
    of_days: tuple[str, ...] = ()

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(self.kind, {**days(said, *self.of_days), **self.known()})]

    def known(self) -> dict[str, Any]:
        """Return facts that nobody types."""
        return {}


class DetermineForm(_Facts):
    """Whether an area is affected by conflict or of high risk, from when, and why."""

    kind, of_days = DETERMINED, ("valid_from", "valid_to")
    country = CountryField()
    province = forms.CharField(
        label=_("Province"), max_length=80, required=False, help_text=_("Empty: the whole country, or the zone below.")
    )
    zone = CodeField(codes.ZONE, label=_("Code of a zone"), required=False)
    status = forms.ChoiceField(label=_("What was found"), choices=list(STATUSES.items()), widget=forms.RadioSelect)
    valid_from = DayField(_("First day"), initial=today)
    valid_to = DayField(_("Last day"), required=False)
    source = forms.CharField(label=_("What it rests on"), max_length=120, help_text=_("For example a list."))
    source_version = forms.CharField(label=_("Its edition"), max_length=60, required=False)
    decided_by = forms.CharField(
        label=_("Which body decided"), max_length=120, help_text=_("No person: anybody may read it.")
    )
    rationale = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("In one line that anybody may read; name nobody.")
    )


class RoadblockForm(_Facts):
    """Where a roadblock stands, who keeps it, and what it takes."""

    kind, of_days = NOTED, ("seen_on",)
    country = CountryField()
    cell = forms.RegexField(
        r"^-?\d{1,2}\.\d,-?\d{1,3}\.\d$",
        label=_("Where, to a tenth of a degree"),
        max_length=12,
        help_text=_("Latitude, a comma, longitude: -1.9,28.9. No closer: whoever told you may be in danger."),
    )
    keeper = forms.ChoiceField(label=_("Who keeps it"), choices=[("", "–"), *KEEPERS.items()])
    seen_on = DayField(_("Seen on"), initial=today)
    taxes = forms.MultipleChoiceField(
        label=_("Who pays there"), choices=list(TAXED.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    source = forms.CharField(label=_("Who says so"), max_length=120, help_text=_("An organisation, no person."))
    name = forms.CharField(
        label=_("What the place is called"), max_length=200, required=False, help_text=_("Kept apart.")
    )
    group = forms.CharField(
        label=_("What the group is called"), max_length=200, required=False, help_text=_("Kept apart; never public.")
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def envelopes(self) -> list[dict[str, Any]]:
        (envelope,) = super().envelopes()
        envelope["facts"] = {name: value for name, value in envelope["facts"].items() if value != []}
        return [envelope]


class RoadblockEndForm(_Facts):
    """The last day of a roadblock."""

    kind, of_days = ENDED, ("ended_on",)
    ended_on = DayField(_("Last day on which it stood"), initial=today)
    source = forms.CharField(label=_("Who says so"), max_length=120)

    def __init__(self, *args: Any, subject: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subject = subject

    def known(self) -> dict[str, Any]:
        return {"roadblock": self.subject}


class TakeBackForm(_Facts):
    """Why a determination is taken back."""

    kind = DETERMINATION_TAKEN_BACK
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, subject: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subject = subject

    def known(self) -> dict[str, Any]:
        return {"determination": self.subject}


class ConflictZoneForm(_Facts):
    """The outline of a zone of conflict, and the day from which what is dug in it is held."""

    kind, of_days = DRAWN, ("valid_from", "valid_to")
    name = forms.CharField(label=_("Name"), max_length=200)
    country = CountryField()
    valid_from = DayField(_("First day"), initial=today, help_text=_("What is dug inside from this day on is held."))
    valid_to = DayField(_("Last day"), required=False)
    source = forms.CharField(label=_("Who drew it"), max_length=200)
    legal_basis = forms.CharField(label=_("Why"), max_length=200, help_text=_("In one line that anybody may read."))
    outline = forms.CharField(
        label=_("Outline as GeoJSON"), widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"})
    )

    def known(self) -> dict[str, Any]:
        return {"zone": self.code, "kind": CONFLICT_ZONE, "status": "active"}

    @property
    def code(self) -> str:
        """The zone's code: it follows from the key of the form, so that sent twice it is one zone."""
        return codes.numbered(codes.ZONE, self.entry_key.int % len(codes.ALPHABET) ** (codes.LENGTH - 2))


class ConflictZoneEndForm(_Facts):
    """The last day of a zone of conflict."""

    kind, of_days = CLOSED, ("closed_on",)
    closed_on = DayField(_("Last day"), initial=today)
    legal_basis = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, subject: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subject = subject

    def known(self) -> dict[str, Any]:
        return {"zone": self.subject}


class BringForm(forms.Form):
    """A file of conflict events: tried first, entered when its sums are as expected."""

    file = forms.FileField(label=_("File"), help_text=_("A UCDP GED file as CSV; columns are found by their names."))
    edition = forms.CharField(label=_("Edition"), max_length=40, help_text=_("For example 23.1."))
    what = forms.ChoiceField(
        label=_("What to do"),
        choices=[("try", _("Try it: nothing is entered")), ("enter", _("Enter what is new or changed"))],
        initial="try",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("file", "edition"):
            self.fields[name].widget.attrs["class"] = "in"


class TakeBackFileForm(forms.Form):
    """Why what a file brought is taken back."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("In one line that anybody may read."),
        widget=forms.TextInput(attrs={"class": "in"}),
    )
