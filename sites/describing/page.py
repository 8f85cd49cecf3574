"""Forms about what a site is like, and what it can yield."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.api.paper_forms import WithPapers, document_field
from ledger.parties.access import may_describe_sites
from ledger.parties.doors import for_actors
from ledger.reference.minerals import MINERALS
from sites.acting import days, record
from sites.describing import describing, estimating
from sites.describing.wording import ACTIVITY, CLASSES, IMPACTS, METHODS, TYPES
from sites.visits.asking import DayInput, number, one_of, text, today
from sites.visits.wording import MECHANISATION


class SiteForm(WithPapers, EntryForm):
    """A form about one mine site."""

    title: Any = ""

    def __init__(self, *args: Any, place: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place


class DescribeForm(SiteForm):
    """What a site is like on a day; the class follows from it."""

    title = _("Describe the site")
    as_of = forms.DateField(label=_("Day for which it holds"), widget=DayInput, initial=today)
    by_whom = forms.CharField(label=_("Who says so"), max_length=80)
    activity = one_of(_("Is it worked?"), ACTIVITY)
    size_m2 = number(_("Area that is worked, in square metres"), 10_000_000_000)
    pits = number(_("Pits"), 10_000)
    depth_m = forms.DecimalField(
        label=_("Deepest pit, in metres"), required=False, min_value=0, max_value=1_000, decimal_places=2
    )
    mechanisation = one_of(_("Tools"), MECHANISATION)
    month_t = number(_("Ore dug in a month, in tonnes"), 10_000_000)
    declared_class = one_of(_("Class of its licence"), CLASSES)
    impact = one_of(_("Harm to land and water"), IMPACTS)
    owner = CodeField(codes.PARTY, label=_("Code of the owner"), required=False)
    operator = CodeField(codes.PARTY, label=_("Code of who works it"), required=False)
    evidence = text(_("What it rests on"))
    document = document_field()
    placed = {"depth_cm": "depth_m", "operators": "operator"}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for code, word in TYPES.items():
            self.fields[f"miners_{code}"] = number(_("Miners: %(why)s") % {"why": word}, 1_000_000)
            self.fields[f"miners_{code}"].widget.attrs["class"] = "in"

    def envelopes(self) -> list[dict[str, Any]]:
        said = dict(self.cleaned_data)
        miners = [
            {"type": each, "miners": count} for each in TYPES if (count := said.pop(f"miners_{each}")) is not None
        ]
        depth, operator = said.pop("depth_m"), said.pop("operator")
        facts = {name: value for name, value in said.items() if name not in {"key", "at"}}
        facts |= {
            "place": self.place,
            "mechanisation": int(said["mechanisation"]) if said["mechanisation"] else None,
            "depth_cm": int(depth * 100) if depth is not None else None,
            "operators": [operator] if operator else None,
            "typology": miners or None,
        }
        return [self.envelope(describing.KIND, days(facts, "as_of"))]


class CapacityForm(SiteForm):
    """What a site can yield in a month, and on what evidence."""

    title = _("Set what the site can yield")
    mineral = forms.ChoiceField(label=_("Ore"), choices=list(MINERALS.items()))
    grams_per_month = KilogramsField(label=_("Kilograms of ore in a month"), least=0)
    miners = number(_("Miners that it was reckoned with"), 1_000_000)
    working_days = number(_("Days of work in a month that it was reckoned with"), 31)
    grams_per_miner_day = KilogramsField(label=_("Kilograms of ore of a miner's good day"), least=1, required=False)
    set_on = forms.DateField(label=_("Day for which it was worked out"), widget=DayInput, initial=today)
    set_by = forms.CharField(label=_("Who set it"), max_length=80)
    method = forms.ChoiceField(label=_("How"), choices=list(METHODS.items()))
    evidence = text(
        _("What it rests on"), about=_("Named so that somebody can look it up. Without it a flag is raised.")
    )
    document = document_field()

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(estimating.KIND, {"place": self.place, **days(said, "set_on")})]


@for_actors(may_describe_sites)
def describe_site(request: HttpRequest, code: str) -> HttpResponse:
    """Describe a mine site."""
    return record(request, code, DescribeForm, "sites/about.html")


@for_actors(may_describe_sites)
def set_capacity(request: HttpRequest, code: str) -> HttpResponse:
    """Set what a mine site can yield."""
    return record(request, code, CapacityForm, "sites/about.html")
