"""Dispatch: lots of one's stock go on their way to another party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import CodeChoice, DayInput, LotsField, choose, lot_words, places_of_others, stock_of
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.custody.dispatching import KIND
from ledger.parties.access import may_dispatch
from ledger.parties.doors import for_actors
from ledger.parties.models import Place


def listed(typed: str) -> list[str]:
    """Return what was typed with commas in between, each once."""
    return list(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))


def new_consignment() -> str:
    """Return a code for the consignment that the form will open."""
    return codes.new_code(codes.CONSIGNMENT)


class DispatchForm(EntryForm):
    """Which lots, where to, with which papers."""

    placed = {"to": "destination", "consignment": "lots", "gross_g": "gross"}
    new_code = CodeField(codes.CONSIGNMENT, initial=new_consignment)
    lots = LotsField(label=_("Lots to send"))
    destination = CodeChoice(codes.PLACE, label=_("To"))
    waybill = forms.CharField(label=_("Number of the waybill"), max_length=60, required=False)
    vehicle = forms.CharField(label=_("Plate of the vehicle"), max_length=40, required=False)
    carrier = forms.CharField(label=_("Who carries it"), max_length=120, required=False)
    seals = forms.CharField(
        label=_("Numbers of the seals"), max_length=1_000, required=False, help_text=_("With commas in between.")
    )
    route = forms.CharField(
        label=_("The way, place after place"), max_length=1_000, required=False, help_text=_("With commas in between.")
    )
    expected_on = forms.DateField(label=_("Expected to arrive on"), widget=DayInput, required=False)
    gross = KilogramsField(label=_("Gross weight of the load, kg"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["new_code"].widget = forms.HiddenInput()
        self.stock = stock_of(self.actor.party)
        self.fields["lots"].choices = [(lot.code, lot_words(lot)) for lot in self.stock]
        choose(self.fields["destination"], places_of_others(self.actor.party))

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        place = Place.objects.filter(code=said["destination"]).first()
        facts = {name: said[name] for name in ("lots", "destination", "waybill", "vehicle", "carrier")}
        facts |= {name: listed(said[name]) or None for name in ("seals", "route")}
        facts |= {"expected_on": said["expected_on"] and said["expected_on"].isoformat(), "gross_g": said["gross"]}
        facts |= {"consignment": said["new_code"], "to": place.party if place else None}
        return [self.envelope(KIND, facts)]


ACT = Act("desk_dispatch", _("Dispatch"), _("Dispatch"), DispatchForm, "desk/dispatch.html")


@for_actors(may_dispatch)
def dispatch(request: HttpRequest) -> HttpResponse:
    """Send lots to another party."""
    kept = {name: request.GET[name] for name in ("destination", "waybill", "vehicle") if request.GET.get(name)}
    return do(request, ACT, kept | {"lots": request.GET.getlist("lots")})
