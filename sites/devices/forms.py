"""Forms that enrol a device and revoke one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm
from ledger.parties.device_access import enrols_for_any_party
from ledger.parties.devices import enrolling, revoking
from ledger.parties.devices.words import ALGORITHMS, REASONS, SORTS
from ledger.parties.models import Place, Role
from sites.parties.fields import CHOOSE, DayInput, today


class EnrolForm(EntryForm):
    """What the device shows of itself: its UUID and its public key; whose it is, and what it is called."""

    placed = {"label": "sort", "holder": "holder"}
    party = CodeField(codes.PARTY, label=_("Party for which it signs"))
    device = forms.RegexField(
        f"^{enrolling.UUID}$",
        label=_("UUID of the device"),
        max_length=36,
        error_messages={"invalid": _("Paste it as the device shows it: 36 signs, in small letters.")},
    )
    alg = forms.ChoiceField(label=_("What signs"), choices=list(ALGORITHMS.items()), widget=forms.RadioSelect)
    public_key = forms.CharField(
        label=_("Public key, as base64"),
        max_length=88,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The device shows it. It is no secret; the other half never leaves the device."),
    )
    sort = forms.ChoiceField(label=_("What it is"), choices=[CHOOSE, *SORTS.items()], required=False)
    number = forms.IntegerField(
        label=_("Its number"),
        min_value=1,
        max_value=9_999,
        required=False,
        help_text=_("As painted on it: phone 3. No name of a person: this can never be erased."),
    )
    holder = forms.CharField(
        label=_("User name of the one person who may use it"),
        max_length=150,
        required=False,
        help_text=_("Empty: everybody of the party may."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not enrols_for_any_party(self.actor):
            self.fields["party"].initial = self.actor.party
            self.fields["party"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("holder") and said.get("party"):
            named = Role.objects.filter(user__username=said["holder"], party=said["party"])
            role = named.select_related("user").first()
            if role is None:
                self.add_error("holder", _("Nobody of this party signs in under this name."))
            else:
                said["holder"] = str(role.user.public_id)
        if said.get("number") and not said.get("sort"):
            self.add_error("sort", _("Say what it is, too."))
        return said

    @property
    def enrolled(self) -> str:
        """The UUID of the device that the form enrols."""
        return str(self.cleaned_data["device"])

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        sort, number = said.pop("sort"), said.pop("number")
        return [self.envelope(enrolling.KIND, {**said, "label": f"{sort} {number}" if number else sort})]


class RevokeForm(EntryForm):
    """Why, and since when the device is not trusted."""

    placed = {"since": "since_on"}
    reason = forms.ChoiceField(
        label=_("What happened"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        help_text=_(
            "After the first three nothing that the device signed is taken any more. After the last two it may still "
            "send what happened before."
        ),
    )
    since_on = forms.DateField(label=_("Not trusted since"), widget=DayInput, initial=today)
    since_at = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}), initial="00:00")
    zone = forms.ChoiceField(label=_("Time of"), choices=[])

    def __init__(self, *args: Any, device: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.device = device
        zones = sorted({*Place.objects.values_list("zone", flat=True).distinct()} or {"UTC"})
        self.fields["zone"].choices = [(zone, zone.rsplit("/", 1)[-1].replace("_", " ")) for zone in zones]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"since_on", "since_at", "zone"} <= said.keys():
            since = datetime.combine(said["since_on"], said["since_at"], ZoneInfo(said["zone"]))
            if since > datetime.now(UTC):
                self.add_error("since_on", _("This lies ahead. Say since when it is not trusted."))
            said["since"] = since
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        # the entry happens when the form was first shown: what was typed afterwards may be a minute later
        since = min(self.cleaned_data["since"], datetime.fromisoformat(self.cleaned_data["at"]))
        said = {"device": self.device, "reason": self.cleaned_data["reason"]}
        return [self.envelope(revoking.KIND, {**said, "since": since.isoformat(timespec="seconds")})]
