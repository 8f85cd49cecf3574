"""Record a visit: three answers to every question, and no answer is filled in beforehand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ledger.api.entry_forms import EntryForm
from ledger.parties.access import may_record_visits
from ledger.parties.doors import for_actors
from sites.acting import days, record
from sites.visiting import KIND

CHOICES = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not looked at"))]


def today() -> date:
    """Return the day that a form begins with."""
    return datetime.now(UTC).date()


class DayInput(forms.DateInput):
    """A date as the browser's own picker takes and gives it, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def answer(question: Any, about: Any) -> forms.ChoiceField:
    """Return a question with three answers."""
    return forms.ChoiceField(label=question, help_text=about, choices=CHOICES, widget=forms.RadioSelect)


class VisitForm(EntryForm):
    """What somebody saw at a site on a day."""

    visited_on = forms.DateField(label=_("Day of the visit"), widget=DayInput, initial=today)
    by_whom = forms.CharField(label=_("Organisation that visited"), max_length=80)
    on_site = answer(_("Was somebody really there?"), _("A report by a third party is a no."))
    presence = answer(_("Armed presence"), _("Anybody armed, the army counted too."))
    interference = answer(_("Interference"), _("Armed actors who took part, taxed or extorted."))
    children = answer(_("Children under 15 at work"), "")
    workers = forms.IntegerField(label=_("Diggers counted"), required=False, min_value=0, max_value=100_000)
    groups = forms.CharField(
        label=_("Names of armed groups"),
        required=False,
        max_length=500,
        help_text=_("Kept apart; never shown in public."),
    )
    note = forms.CharField(label=_("Remark"), required=False, max_length=500)

    def __init__(self, *args: Any, place: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(KIND, {"place": self.place, **days(said, "visited_on")})]


@for_actors(may_record_visits)
def visit_site(request: HttpRequest, code: str) -> HttpResponse:
    """Record a visit to a mine site."""
    return record(request, code, VisitForm, "sites/visit.html")
