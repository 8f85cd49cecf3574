"""Dispatch: lots of one's stock go on their way to another party; hundreds of bags are named in a list or a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do, is_typed_again
from buyers.desk.fields import (
    MOST_CHOICES,
    CodeChoice,
    DayInput,
    LotsField,
    choose,
    lot_words,
    places_of_others,
    stock_of,
)
from buyers.desk.listed_bags import MOST_NAMED, BadBag, Listed, judge, pasted, uploaded
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.api.paper_forms import WithPapers, documents_field
from ledger.custody.dispatching import KIND
from ledger.deeds.facts import MOST_LINES
from ledger.log.models import EventKey
from ledger.parties.access import may_dispatch
from ledger.parties.doors import for_actors
from ledger.parties.models import Place
from ledger.spreadsheets import UnreadableTable

MOST_TOLD = 20
"""Bad bags that are told one by one; of the others the number."""


def listed(typed: str) -> list[str]:
    """Return what was typed with commas in between, each once."""
    return list(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))


def new_consignment() -> str:
    """Return a code for the consignment that the form will open."""
    return codes.new_code(codes.CONSIGNMENT)


class DispatchForm(WithPapers, EntryForm):
    """Which lots, where to, with which papers."""

    placed = {"to": "destination", "consignment": "lots", "gross_g": "gross"}
    new_code = CodeField(codes.CONSIGNMENT, initial=new_consignment)
    lots = LotsField(label=_("Lots to send"), required=False)
    bags = forms.CharField(
        label=_("More bags, as a list"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Numbers of tags or lots, one in a line or with commas in between; together at most 400 bags."),
    )
    file = forms.FileField(
        label=_("More bags, as a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or XLSX; the column with the bags is called “tag”, “bag” or “lot”, or is the first."),
    )
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
    papers = documents_field(label=_("Papers that travel with it"), most=30)
    bad_bags: list[BadBag] = []
    untold = 0

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["new_code"].widget = forms.HiddenInput()
        self.stock = stock_of(self.actor.party)
        self.fields["lots"].choices = [(lot.code, lot_words(lot)) for lot in self.stock]
        choose(self.fields["destination"], places_of_others(self.actor.party))
        self.stock_is_cut = len(self.stock) == MOST_CHOICES

    def clean(self) -> dict[str, Any]:
        """Add the bags of list and file to the chosen lots, or name every bag that cannot go."""
        said = super().clean() or self.cleaned_data
        listed = self._listed(said)
        if listed is None:
            return said
        self.bad_bags, self.untold = listed.bad[:MOST_TOLD], max(0, len(listed.bad) - MOST_TOLD)
        if bad := len(listed.bad):
            self.add_error("bags", ngettext("%d bag cannot go.", "%d bags cannot go.", bad) % bad)
        said["lots"] = list(dict.fromkeys([*(said.get("lots") or []), *listed.lots]))
        if not said["lots"] and not listed.bad:
            self.add_error("lots", _("Choose at least one lot, or name bags in the list or the file."))
        elif len(said["lots"]) > MOST_LINES:
            told = {"found": len(said["lots"]), "most": MOST_LINES}
            self.add_error(
                "bags", gettext("These are %(found)s bags; one consignment holds %(most)s. Make several.") % told
            )
        return said

    def _listed(self, said: dict[str, Any]) -> Listed | None:
        """Return what the list and the file name; None if they cannot be read."""
        try:
            named = [*pasted(said.get("bags") or ""), *(uploaded(said["file"]) if said.get("file") else [])]
        except UnreadableTable:
            self.add_error("file", _("The file cannot be read as a table. Save it as CSV or XLSX and choose it again."))
            return None
        if len(named) > MOST_NAMED:
            self.add_error("bags", _("This is more than any consignment holds. Is it the right list?"))
            return None
        again = said.get("key") is not None and EventKey.objects.filter(key=said["key"]).exists()
        return judge(named, self.actor.party, sent_again=again)

    def typed_again(self) -> list[tuple[str, str]]:
        """Return what was typed, with the bags of list and file among the chosen lots."""
        names = ("destination", "waybill", "vehicle", "carrier", "seals", "route", "expected_on", "gross")
        typed = [(name, self.data[name]) for name in names if self.data.get(name)]
        return [*typed, ("bags", "\n".join(self.cleaned_data["lots"]))]

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        place = Place.objects.filter(code=said["destination"]).first()
        facts = {name: said[name] for name in ("lots", "destination", "waybill", "vehicle", "carrier")}
        facts |= {name: listed(said[name]) or None for name in ("seals", "route")}
        facts |= {"expected_on": said["expected_on"] and said["expected_on"].isoformat(), "gross_g": said["gross"]}
        facts["papers"] = said["papers"] or None
        facts |= {"consignment": said["new_code"], "to": place.party if place else None}
        return [self.envelope(KIND, facts)]


KEPT = ("destination", "waybill", "vehicle", "carrier", "seals", "route", "expected_on", "gross", "bags")
ACT = Act("desk_dispatch", _("Dispatch"), _("Dispatch"), DispatchForm, "desk/dispatch.html")


@for_actors(may_dispatch)
def dispatch(request: HttpRequest) -> HttpResponse:
    """Send lots to another party."""
    asked = request.POST if is_typed_again(request) else request.GET
    kept = {name: asked[name] for name in KEPT if asked.get(name)}
    return do(request, ACT, kept | {"lots": asked.getlist("lots")})
