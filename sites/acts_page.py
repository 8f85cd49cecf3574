"""Record an act: a decision about a site's status, with the paper behind it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ledger.api.entry_forms import EntryForm
from ledger.parties.access import may_record_acts
from ledger.parties.doors import for_actors
from sites.acting import days, record
from sites.deciding import KIND
from sites.visits_page import DayInput, today

BY = [("state", _("The State")), ("scheme", _("The scheme")), ("own", _("Our own reading"))]
COLOURS = [
    ("green", _("Green")),
    ("yellow", _("Yellow")),
    ("red", _("Red")),
    ("blue", _("Blue")),
    ("active", _("Enrolled (by a scheme)")),
    ("suspended", _("Suspended (by a scheme)")),
]


class ActForm(EntryForm):
    """Who gives which colour, from when, by which act."""

    by = forms.ChoiceField(
        label=_("Who decided"),
        choices=BY,
        widget=forms.RadioSelect,
        help_text=_("None of the three overwrites another."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=COLOURS, widget=forms.RadioSelect)
    scheme = forms.CharField(label=_("Which scheme"), max_length=40, required=False)
    valid_from = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        initial=today,
        help_text=_("It may lie in the past; then every lot dug since is looked at again."),
    )
    valid_to = forms.DateField(label=_("Last day"), widget=DayInput, required=False)
    act = forms.CharField(label=_("Number of the act"), max_length=80, required=False)
    article = forms.CharField(label=_("Article"), max_length=40, required=False)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput, required=False)

    def __init__(self, *args: Any, place: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(KIND, {"place": self.place, **days(said, "valid_from", "valid_to", "signed_on")})]


@for_actors(may_record_acts)
def decide_site(request: HttpRequest, code: str) -> HttpResponse:
    """Record an act about a mine site."""
    return record(request, code, ActForm, "sites/act.html")
