"""The forms of the tag stock. Codes and numbers are made from the form's key: sent twice, they are the same."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from buyers.desk.fields import DayInput
from buyers.tags.words import CHECK_SIGNS, LEVELS, REASONS
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.api.paper_forms import PaperField, WithPapers
from ledger.custody.issuing import KIND as ISSUE
from ledger.custody.models import Tag
from ledger.custody.stock_models import Proposal, TagParcel, TagSeries
from ledger.custody.tags import (
    allocating,
    counting,
    missing,
    opening,
    retagging,
    returning,
    stocking,
    stopping,
    voiding,
)
from ledger.custody.tags.finding import left_in
from ledger.custody.tags.numbers import number_in, run
from ledger.log.models import EventKey
from ledger.parties.models import Place

MOST_OF_AN_ISSUE = 400


def code_from(key: Any, kind: str) -> str:
    """Return a code that follows from a form's key."""
    return codes.numbered(kind, int.from_bytes(sha256(kind.encode() + key.bytes).digest()[:8], "big") % 32**7)


def series_field(**more: Any) -> forms.CharField:
    return forms.CharField(label=_("Series"), max_length=20, help_text=_("Its code, such as CD-MINE-26."), **more)


class TagField(forms.CharField):
    """A tag number as printed, ours or a foreign one."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value) or "").rstrip("/").rsplit("/", 1)[-1]
        return typed if ":" in typed else codes.normal(typed)


class TagRange(EntryForm):
    """From a tag to a tag of one series; one tag alone where the second stays empty."""

    first_tag = TagField(label=_("First tag"))
    last_tag = TagField(label=_("Last tag"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_tag"), given.get("last_tag")
        if first:
            self.series, self.tags = "", [first]
            if last and last != first:
                self._fill(first, last)
        return given

    def _fill(self, first: str, last: str) -> None:
        tag = Tag.objects.filter(code=first).first()
        series = TagSeries.objects.filter(code=tag.series).first() if tag else None
        low, high = (number_in(series, each) if series else None for each in (first, last))
        if series is None or low is None or high is None or not 0 <= high - low < MOST_OF_AN_ISSUE:
            raise forms.ValidationError(
                _("These are not the first and last of at most 400 tags of one series. Enter each tag by itself.")
            )
        self.series, self.tags = series.code, run(series, low, high - low + 1)


class SeriesForm(EntryForm):
    """Which numbers there shall be."""

    series = series_field()
    scheme = forms.RegexField(
        "^[A-Z0-9]{2,10}$", label=_("Scheme"), help_text=_("Capitals that stand before the number, such as TNS.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=list(LEVELS.items()), widget=forms.RadioSelect)
    colour = forms.CharField(label=_("Colour"), max_length=30, required=False)
    prefix = forms.CharField(label=_("Signs before the digits"), max_length=12, required=False)
    width = forms.IntegerField(label=_("How many digits"), min_value=1, max_value=15, initial=7)
    first = forms.IntegerField(label=_("First number"), min_value=0, initial=1)
    last = forms.IntegerField(label=_("Last number"), min_value=0)
    check_sign = forms.ChoiceField(label=_("Check sign"), choices=list(CHECK_SIGNS.items()), widget=forms.RadioSelect)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(opening.KIND, said)]


class BoxForm(EntryForm):
    """A box of a series, and how far it has come."""

    series = series_field()
    number = forms.IntegerField(label=_("How many tags"), min_value=1, max_value=1_000_000)
    state = forms.ChoiceField(
        label=_("How far it has come"),
        choices=[("ordered", _("Ordered")), ("printed", _("Printed")), ("in_stock", _("In stock"))],
        widget=forms.RadioSelect,
    )
    parcel = CodeField(
        codes.PARCEL, label=_("Box"), required=False, help_text=_("Its code if it is known already; empty: a new box.")
    )
    place = CodeField(codes.PLACE, label=_("Where it lies"), required=False)
    printer = forms.CharField(label=_("Printer"), max_length=80, required=False)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        said["parcel"] = said["parcel"] or code_from(self.entry_key, codes.PARCEL)
        return [self.envelope(stocking.KIND, said)]


class FromBox(EntryForm):
    """A form that takes the next tags of a box."""

    parcel = CodeField(codes.PARCEL, label=_("Box"))
    number = forms.IntegerField(label=_("How many tags"), min_value=1, max_value=100_000)
    place = CodeField(codes.PLACE, label=_("Place"), help_text=_("Its code, as on its page."))

    def clean_parcel(self) -> str:
        self.box = TagParcel.objects.filter(code=self.cleaned_data["parcel"]).first()
        if self.box is None:
            raise forms.ValidationError(_("No such box is in stock. Read the code on the box again."))
        return self.box.code


class AllocateForm(FromBox):
    """The next tags of a box go to a party at a place."""

    to = CodeField(codes.PARTY, label=_("Who answers for them"))
    waybill = forms.CharField(label=_("Waybill"), max_length=60, required=False)
    field_order = ("parcel", "number", "to", "place", "waybill")

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        said |= {"series": self.box.series, "to_parcel": code_from(self.entry_key, codes.PARCEL)}
        return [self.envelope(allocating.KIND, said)]


class IssueFromBoxForm(FromBox):
    """The next tags of a box become a booklet of an agent."""

    agent = forms.CharField(
        label=_("Agent"), max_length=60, required=False, help_text=_("Id of the user who alone may apply them.")
    )
    booklet = forms.CharField(label=_("Booklet"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        again = "key" in given and _said_before(str(self.entry_key))
        if not again and given.get("parcel") and given.get("number", 0) > min(MOST_OF_AN_ISSUE, left_in(self.box)):
            self.add_error("number", _("Not so many at once: at most 400, and not more than the box has left."))
        return given

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at", "number"}}
        series = TagSeries.objects.get(code=self.box.series)
        # sent again, it says what it said then, though the box has moved on
        tags = _said_before(str(self.entry_key)) or run(series, self.box.next, self.cleaned_data["number"])
        return [self.envelope(ISSUE, {**said, "series": series.code, "tags": tags})]


def _said_before(key: str) -> list[str]:
    """Return the numbers that an issue under this key named, if there was one."""
    proposed = Proposal.objects.filter(key=key, kind=ISSUE).first()
    if proposed:
        return list(proposed.facts["tags"])
    known = EventKey.objects.filter(key=key, outcome="recorded").first()
    tags = Tag.objects.filter(event_id=known.event_id) if known else Tag.objects.none()
    return list(tags.order_by("code").values_list("code", flat=True))


class CountForm(EntryForm):
    """What two people found."""

    series = series_field()
    holder = CodeField(codes.PARTY, label=_("Whose tags"))
    counted = forms.IntegerField(
        label=_("Tags found"), min_value=0, help_text=_("Unused tags in boxes and booklets, and those set aside.")
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(counting.KIND, said)]


class MissForm(TagRange):
    """Which tags are missing, since when somebody knows."""

    how = forms.ChoiceField(
        label=_("What happened"), choices=[("lost", _("Lost")), ("stolen", _("Stolen"))], widget=forms.RadioSelect
    )
    noticed_on = forms.DateField(label=_("Noticed on"), widget=DayInput)
    noticed_at = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.ChoiceField(label=_("Time of"), choices=[])
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        zones = sorted(set(Place.objects.values_list("zone", flat=True).distinct()))
        self.fields["zone"].choices = [(zone, zone.rsplit("/", 1)[-1].replace("_", " ")) for zone in zones]

    def envelopes(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        noticed = datetime.combine(given["noticed_on"], given["noticed_at"], ZoneInfo(given["zone"]))
        said = {"tags": self.tags, "how": given["how"], "noticed_at": noticed.isoformat(timespec="seconds")}
        return [self.envelope(missing.KIND, {**said, "note": given["note"]})]


class VoidForm(WithPapers, EntryForm):
    """A spoiled tag, with a photo of what is left of it."""

    tag = TagField(label=_("Tag"))
    reason = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    photo = PaperField(label=_("Photo of what is left of it"))
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        return [self.envelope(voiding.KIND, said)]


class ReturnForm(TagRange):
    """Unused tags that go back."""

    to = CodeField(codes.PARTY, label=_("Who keeps them"))

    def envelopes(self) -> list[dict[str, Any]]:
        series = self.series or Tag.objects.filter(code=self.tags[0]).values_list("series", flat=True).first() or ""
        parcel = code_from(self.entry_key, codes.PARCEL)
        said = {"series": series, "tags": self.tags, "to": self.cleaned_data["to"], "parcel": parcel}
        return [self.envelope(returning.KIND, said)]


class StopForm(TagRange):
    """Tags that are set aside, called back, or freed again."""

    how = forms.ChoiceField(
        label=_("What shall be done"),
        choices=[
            ("quarantined", _("Set aside until a question is answered")),
            ("recalled", _("Call back for good")),
            ("resumed", _("Let them be used again")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why"), max_length=200)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {"tags": self.tags, "reason": self.cleaned_data["reason"]}
        if self.cleaned_data["how"] == "resumed":
            return [self.envelope(stopping.RESUMED, said)]
        return [self.envelope(stopping.STOPPED, {**said, "how": self.cleaned_data["how"]})]


class RetagForm(WithPapers, EntryForm):
    """A new tag for a bag, with a photo and a witness."""

    placed = {"weighed_g": "weighed"}
    lot = CodeField(codes.LOT, label=_("Lot"))
    old_tag = TagField(label=_("Old tag"))
    new_tag = TagField(label=_("New tag"))
    how = forms.ChoiceField(
        label=_("What became of the old one"),
        choices=[("damaged", _("Damaged")), ("lost", _("Lost"))],
        widget=forms.RadioSelect,
    )
    place = CodeField(codes.PLACE, label=_("Where the new one was closed"))
    weighed = KilogramsField(label=_("Net weight now, kg"))
    photo = PaperField(label=_("Photo of the bag with its new tag"))
    witness = forms.CharField(label=_("Witness"), max_length=80)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        weighed_g = said.pop("weighed")
        return [self.envelope(retagging.KIND, {**said, "weighed_g": weighed_g})]
