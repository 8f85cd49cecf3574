"""The page on which a file of the exchange form is brought: certificates by keepers, lots by who imports them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from buyers.desk.fields import CodeChoice, choose, own_places
from buyers.exchange.taking import Taken, take_certificates, take_lots
from ledger import codes
from ledger.api.json_bodies import read_json
from ledger.api.problem_words import WORDS
from ledger.api.problems import Problem
from ledger.deeds.entries import Actor
from ledger.parties.access import may_import_lots, may_note_certificates, may_take_exchange
from ledger.parties.doors import for_actors
from ledger.parties.models import Place

MOST_BYTES = 4 * 1024 * 1024
CERTIFICATES, LOTS = "certificates", "lots"


class ExchangeForm(forms.Form):
    """A file, what it holds, and where lots arrived."""

    what = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    place = CodeChoice(codes.PLACE, label=_("Where the lots arrived"), required=False)
    file = forms.FileField(
        label=_("The file"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json", "class": "in"}),
        help_text=_("JSON as the ICGLR's protocol has it: one record, a list, or a page with “data”. At most 4 MB."),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        allowed = {
            CERTIFICATES: (_("Export certificates (MD.03)"), may_note_certificates(actor)),
            LOTS: (_("Lots (MD.12)"), may_import_lots(actor)),
        }
        self.fields["what"].choices = [(name, text) for name, (text, may) in allowed.items() if may]
        self.fields["what"].initial = self.fields["what"].choices[0][0]
        self.fields["place"].widget.attrs["class"] = "in"
        choose(self.fields["place"], own_places(actor.party))
        if not may_import_lots(actor):
            del self.fields["place"]

    def clean_file(self) -> Any:
        """Read the file as strictly as the interface does."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(WORDS["body_too_large"] % {"most_bytes": MOST_BYTES}, code="body_too_large")
        try:
            return read_json(file.read())
        except Problem as problem:
            raise forms.ValidationError(str(WORDS[problem.code]) % problem.facts, code=problem.code) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("what") == LOTS:
            self.place = Place.objects.filter(code=said.get("place"), party=self.actor.party or "-").first()
            if self.place is None:
                self.add_error("place", _("Choose the place of yours at which they arrived."))
        return said

    def take(self) -> Taken:
        """Take the file in."""
        if self.cleaned_data["what"] == LOTS:
            return take_lots(self.cleaned_data["file"], self.place, self.actor)
        return take_certificates(self.cleaned_data["file"], self.actor)


@for_actors(may_take_exchange)
def exchange(request: HttpRequest) -> HttpResponse:
    """Bring a file of another system."""
    form = ExchangeForm(request.POST or None, request.FILES or None, actor=request.actor)
    taken = form.take() if request.method == "POST" and form.is_valid() else None
    wrong = bool(form.errors or (taken and taken.wrongs))
    context = {"form": form, "taken": taken, "is_lots": form.data.get("what") == LOTS}
    return render(request, "exports/exchange.html", context, status=422 if wrong else 200)
