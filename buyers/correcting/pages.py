"""Correct a lot, or void it; and the list of what a correction touched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.correcting.touching import was_touched, would_touch
from buyers.desk.acting import zone_of
from buyers.desk.fields import DayInput
from buyers.signing.describing import values
from ledger.api.entry_forms import EntryForm, KilogramsField, is_bad
from ledger.custody.correcting import correcting, voiding
from ledger.custody.correcting.entitled import REFLOWED_BY
from ledger.custody.correcting.walking import is_due
from ledger.custody.models import Correction, Lot, Origin
from ledger.custody.seeing import lot_seen_by, lot_to_correct
from ledger.custody.stock_models import Proposal
from ledger.inbox.wording import sentence
from ledger.parties.access import may_correct_lots, may_read_lots
from ledger.parties.doors import for_actors
from ledger.reference.spelling import kilograms


class LotForm(EntryForm):
    """A form about a lot, with a reason that anybody may read."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("Everybody who sees the lot reads this.")
    )

    def __init__(self, *args: Any, lot: Lot, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lot = lot


class CorrectForm(LotForm):
    """What is right, beside what stood there when the page was opened."""

    placed = {"now": "mass"}
    mass = KilogramsField(label=gettext_lazy("Net wet weight, kg"))
    dug_on = forms.DateField(label=gettext_lazy("Dug on"), widget=DayInput, required=False)
    was_g = forms.IntegerField(widget=forms.HiddenInput)
    was_day = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        day = dug_on(self.lot)
        self.fields["mass"].initial = kilograms(self.lot.mass_g)
        self.fields["was_g"].initial = self.lot.mass_g
        self.fields["was_day"].initial = self.fields["dug_on"].initial = day
        if not day:
            del self.fields["dug_on"]
        self.order_fields(["mass", "dug_on", "reason"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and not self._now(said):
            raise forms.ValidationError(_("Nothing is different. Change the weight or the day."), code="nothing")
        return said

    def _now(self, said: dict[str, Any]) -> dict[str, Any]:
        day = said["dug_on"].isoformat() if said.get("dug_on") else said.get("was_day")
        now = {"mass_g": said["mass"], "dug_on": day}
        was = {"mass_g": said["was_g"], "dug_on": said.get("was_day")}
        return {name: value for name, value in now.items() if value and value != was[name]}

    def envelopes(self) -> list[dict[str, Any]]:
        said, now = self.cleaned_data, self._now(self.cleaned_data)
        was = {name: value for name, value in (("mass_g", said["was_g"]), ("dug_on", said["was_day"])) if name in now}
        facts = {"lot": self.lot.code, "corrects": _said_by(self.lot, now), "was": was, "now": now}
        return [self.envelope(correcting.KIND, {**facts, "reason": said["reason"]})]


class VoidForm(LotForm):
    """Why a lot never was."""

    def envelopes(self) -> list[dict[str, Any]]:
        facts = {"lot": self.lot.code, "tag": self.lot.tag, "reason": self.cleaned_data["reason"]}
        return [self.envelope(voiding.KIND, facts)]


def dug_on(lot: Lot) -> str:
    """Return the day of digging of a tagged lot as it stands; empty where a lot has no single day."""
    days = set(Origin.objects.filter(lot=lot.code).values_list("dug_on", flat=True))
    return min(days).isoformat() if lot.made_as == "production" and len(days) == 1 else ""


def _said_by(lot: Lot, now: dict[str, Any]) -> int:
    """Return the number of the event that said one of the values as they stand."""
    corrections = Correction.objects.filter(lot=lot.code).exclude(first=REFLOWED_BY).order_by("-event_id")
    return next((each.event_id for each in corrections if now.keys() & each.now.keys()), lot.event_id)


@for_actors(may_correct_lots)
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what a lot says: at once, or as a proposal that a second person signs."""
    return _act(request, code, CorrectForm, "correcting/correct.html")


@for_actors(may_correct_lots)
def void(request: HttpRequest, code: str) -> HttpResponse:
    """Void a lot that was entered by mistake."""
    return _act(request, code, VoidForm, "correcting/void.html")


def _act(request: HttpRequest, code: str, form_of: type[LotForm], template: str) -> HttpResponse:
    lot = lot_to_correct(request.actor, code)
    if lot is None:
        raise Http404
    seen = lot_seen_by(request.actor, code) is not None
    form = form_of(request.POST or None, actor=request.actor, zone=zone_of(request.actor), lot=lot)
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _told(str(form.entry_key)))
            return redirect("lot_page", lot.code) if seen else redirect("home")
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    context = {"form": form, "lot": lot, "seen": seen, "touched": would_touch(lot.code, request.actor)}
    return render(request, template, context, status=422 if form.errors else 200)


def _told(key: str) -> str:
    if Proposal.objects.filter(key=key).exists():
        return _("Proposed. It is in force once a second person has signed it; until then nothing has changed.")
    return _("Corrected. What stood there before stays, struck through.")


@for_actors(may_read_lots)
def touched(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """List the lots that flowed again because of a correction, as far as the reader sees them."""
    lot = _lot(request, code)
    correction = Correction.objects.filter(lot=lot.code, event_id=number).exclude(first=REFLOWED_BY).first()
    if correction is None:
        raise Http404
    context = {
        "lot": lot,
        "correction": correction,
        "was": values(correction.was),
        "now": values(correction.now),
        "due": is_due(correction),
        "touched": was_touched(number, request.actor),
    }
    return render(request, "correcting/touched.html", context)


def _lot(request: HttpRequest, code: str) -> Lot:
    lot = lot_seen_by(request.actor, code)
    if lot is None:
        raise Http404
    return lot
