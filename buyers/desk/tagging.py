"""Tag a bag at a mine site: first the site, then tag, weight and owner."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import DayInput, TagField, choose, parties_of
from buyers.desk.sites_to_tag import sites_with_tags, tags_left
from buyers.words import MINERALS
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.custody import tagging, weighing
from ledger.custody.models import Tag
from ledger.parties.access import may_tag
from ledger.parties.doors import for_actors
from ledger.parties.kinds import COOPERATIVE, MINER
from ledger.parties.models import Place


def new_lot() -> str:
    """Return a code for the lot that the form will open."""
    return codes.new_code(codes.LOT)


class TagForm(EntryForm):
    """One bag. The code of its lot is made when the form is first shown, like the key."""

    placed = {"mass_g": "gross", "lot": "tag"}
    place = CodeField(codes.PLACE)
    new_code = CodeField(codes.LOT, initial=new_lot)
    tag = TagField(label=_("Tag"), help_text=_("Scan it, or type the nine signs."))
    mineral = forms.ChoiceField(label=_("Ore"), choices=[("", _("Choose…")), *MINERALS.items()])
    gross = KilogramsField(mark="gross", label=_("Gross"))
    tare = KilogramsField(mark="tare", label=_("Tare"), least=0, required=False, initial="0.4")
    dug_on = forms.DateField(label=_("Day it was dug"), widget=DayInput)
    holder = forms.ChoiceField(label=_("Whose bag is it?"))
    miner = forms.CharField(
        label=_("Who dug it"),
        max_length=200,
        required=False,
        help_text=_("The digger, or who speaks for the team. Some countries ask for it; the name stays hidden."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].widget = forms.HiddenInput()
        self.fields["new_code"].widget = forms.HiddenInput()
        self.fields["dug_on"].initial = today
        choose(self.fields["holder"], parties_of((COOPERATIVE, MINER)))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if (said.get("gross") or 0) <= (said.get("tare") or 0) and "gross" in said:
            self.add_error("gross", _("Gross must be more than tare. Weigh both again."))
        return said

    @property
    def net_g(self) -> int:
        return self.cleaned_data["gross"] - (self.cleaned_data["tare"] or 0)

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("tag", "place", "mineral", "holder", "miner")}
        facts |= {"lot": said["new_code"], "mass_g": self.net_g, "dug_on": said["dug_on"].isoformat()}
        return [self.envelope(tagging.KIND, facts)]

    def afterwards(self) -> list[dict[str, Any]]:
        """The weighing behind the net weight, with gross and tare apart (WGT-01)."""
        said = self.cleaned_data
        weights = {"lot": said["new_code"], "gross_g": said["gross"], "tare_g": said["tare"] or 0}
        return [self.envelope(weighing.KIND, weights, key=self.also("weighed"))]


ACT = Act("desk_tag", _("Tag a bag"), _("Save"), TagForm, "desk/tag.html")
KEPT = ("place", "mineral", "holder", "dug_on", "tag", "gross", "tare")


def today() -> date:
    """Return the day that the form begins with."""
    return datetime.now(UTC).date()


@for_actors(may_tag)
def tag(request: HttpRequest) -> HttpResponse:
    """Choose a site, by name or by scanning a tag; then tag bags there."""
    asked = request.POST if request.method == "POST" else request.GET
    code = codes.normal(asked.get("place", "")) or _place_of(asked.get("tag", ""))
    place = Place.objects.filter(code=code).first()
    if place is None:
        context = {"sites": sites_with_tags(today()), "typed": asked.get("tag", ""), "act": ACT}
        return render(request, "desk/sites.html", context)
    initial = {name: request.GET[name] for name in KEPT if request.GET.get(name)} | {"place": place.code}
    return do(request, ACT, initial, place=place, **tags_left(place, today()))


def _place_of(typed: str) -> str:
    number = codes.normal(typed.rstrip("/").rsplit("/", 1)[-1])
    return Tag.objects.filter(code__in=[number, typed.strip()]).values_list("place", flat=True).first() or ""
