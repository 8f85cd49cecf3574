"""The form that says where a site lies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ledger.parties.access import may_locate_sites
from ledger.parties.doors import for_actors
from sites.acting import days, record
from sites.describing.page import SiteForm
from sites.visits.asking import DayInput, today
from sites.zones.locating import KIND

METHODS = [
    ("gps", _("GPS")),
    ("map", _("From a map or picture")),
    ("approximation", _("Roughly")),
    ("village", _("The nearest village")),
]
MILLIONTHS = 1_000_000


def degrees(label: Any, most: int) -> forms.DecimalField:
    """Return a field for degrees with up to six decimals."""
    return forms.DecimalField(label=label, required=False, min_value=-most, max_value=most, decimal_places=6)


class LocateForm(SiteForm):
    """A point, an outline or both, and how they were found."""

    title = _("Say where the site lies")
    located_on = forms.DateField(label=_("Day for which it holds"), widget=DayInput, initial=today)
    by_whom = forms.CharField(label=_("Who measured"), max_length=80)
    method = forms.ChoiceField(label=_("How"), choices=METHODS, widget=forms.RadioSelect)
    latitude = degrees(_("Latitude in degrees, south negative"), 90)
    longitude = degrees(_("Longitude in degrees, west negative"), 180)
    precision_m = forms.IntegerField(label=_("Right to so many metres"), required=False, min_value=1, max_value=100_000)
    polygon = forms.CharField(
        label=_("Outline as GeoJSON"), required=False, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
    )
    placed = {"latitude_e6": "latitude", "longitude_e6": "longitude"}

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        for name in ("latitude", "longitude"):
            value = said.pop(name)
            said[f"{name}_e6"] = int(value * MILLIONTHS) if value is not None else None
        return [self.envelope(KIND, {"place": self.place, **days(said, "located_on")})]


@for_actors(may_locate_sites)
def locate_site(request: HttpRequest, code: str) -> HttpResponse:
    """Record where a mine site lies."""
    return record(request, code, LocateForm, "sites/about.html")
