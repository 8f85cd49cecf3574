"""Split a lot of one's stock; every part gets a code of its own."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import CodeChoice, choose, lot_words, stock_of
from buyers.desk.new_codes import NewCodesField
from buyers.words import CAUSES
from ledger import codes
from ledger.api.entry_forms import EntryForm
from ledger.custody.models import Lot
from ledger.custody.splitting import KIND
from ledger.parties.access import may_split
from ledger.parties.doors import for_actors
from ledger.units import grams_from_kilograms

MOST_PARTS = 40


class SplitForm(EntryForm):
    """Which lot, how much is in each part, and why it differs from what it was."""

    placed = {"outputs": "parts", "changes": "cause"}
    new_codes = NewCodesField(MOST_PARTS)
    lot = CodeChoice(codes.LOT, label=_("Lot to split"))
    parts = forms.CharField(
        label=_("Net weight of each part, kg"),
        help_text=_("One line for each part, like 30.5"),
        widget=forms.Textarea({"rows": 4, "inputmode": "decimal"}),
        max_length=1_000,
    )
    cause = forms.ChoiceField(
        label=_("Why it differs from what it was"),
        choices=[("", _("It does not differ")), *CAUSES.items()],
        required=False,
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["lot"], [(lot.code, lot_words(lot)) for lot in stock_of(self.actor.party)])

    def clean_parts(self) -> list[int]:
        """Return the grams of every part."""
        typed = [each for each in re.split(r"[\s;]+", self.cleaned_data["parts"]) if each]
        try:
            grams = [grams_from_kilograms(each) for each in typed]
        except ValueError:
            raise forms.ValidationError(
                _("Type kilograms with at most three decimals, one part on each line.")
            ) from None
        if not 2 <= len(grams) <= MOST_PARTS or 0 in grams:
            raise forms.ValidationError(_("Type 2 to %(most)s parts, each more than zero.") % {"most": MOST_PARTS})
        return grams

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        lot = Lot.objects.filter(code=said.get("lot", "")).first()
        if lot and said.get("parts"):
            said["difference_g"] = sum(said["parts"]) - lot.mass_g
            if said["difference_g"] and not said.get("cause"):
                self.add_error("cause", _("It differs from what it was. Say why, or choose “Not explained”."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        outputs = [
            {"lot": code, "mass_g": grams} for code, grams in zip(said["new_codes"], said["parts"], strict=False)
        ]
        gone = said.get("difference_g", 0)
        lines = [{"cause": said["cause"], "grams": gone}] if gone else None
        return [self.envelope(KIND, {"lot": said["lot"], "outputs": outputs, "changes": lines, "note": said["note"]})]


ACT = Act("desk_split", _("Split"), _("Save the parts"), SplitForm, "desk/split.html")


@for_actors(may_split)
def split(request: HttpRequest) -> HttpResponse:
    """Split a lot."""
    return do(request, ACT, {name: request.GET[name] for name in ("lot", "parts", "cause") if request.GET.get(name)})
