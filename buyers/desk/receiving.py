"""Receive: what another party sent arrives, and is yours from then on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from buyers.desk.acting import Act, do
from buyers.desk.fields import MOST_CHOICES, CodeChoice, choose, own_places
from ledger import codes
from ledger.api.entry_forms import EntryForm, KilogramsField
from ledger.custody.models import Consignment, Lot
from ledger.custody.receiving import KIND
from ledger.custody.tables import PART_RECEIVED, SENT
from ledger.parties.access import may_receive
from ledger.parties.doors import for_actors
from ledger.parties.models import Party
from ledger.reference.spelling import kilograms_with_unit


def on_the_way_to(party: str) -> list[Consignment]:
    """Return what is on its way to a party, newest first."""
    return list(
        Consignment.objects.filter(to_party=party, state__in=(SENT, PART_RECEIVED)).order_by("-event_id")[:MOST_CHOICES]
    )


def consignment_choices(party: str) -> list[tuple[str, str]]:
    """Return consignments on their way, each with its sender, lots and kilograms."""
    coming = on_the_way_to(party)
    senders = Party.objects.in_bulk({each.from_party for each in coming})
    lots = Lot.objects.filter(code__in=[code for each in coming for code in each.lots])
    masses = dict(lots.values_list("code", "mass_g"))
    return [(each.code, _in_words(each, senders, masses)) for each in coming]


def _in_words(each: Consignment, senders: dict[str, Party], masses: dict[str, int]) -> str:
    count = len(each.lots)
    bags = ngettext("%(count)s lot", "%(count)s lots", count) % {"count": count}
    sender = senders[each.from_party].name if each.from_party in senders else each.from_party
    grams = sum(masses.get(code, 0) for code in each.lots)
    return f"{codes.shown(each.code)} · {sender} · {bags}, {kilograms_with_unit(grams)}"


class ReceiveForm(EntryForm):
    """Which consignment, where, and what the scale says about all of it."""

    placed = {"weighed_g": "weighed"}
    consignment = CodeChoice(codes.CONSIGNMENT, label=_("Consignment"), widget=forms.RadioSelect)
    place = CodeChoice(codes.PLACE, label=_("Received at"))
    weighed = KilogramsField(
        label=_("Net weight of all lots together"),
        required=False,
        help_text=_("An observation: the book mass stays as it is."),
    )
    note = forms.CharField(label=_("Remark: seals, damage"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["consignment"], consignment_choices(self.actor.party), empty=False)
        choose(self.fields["place"], own_places(self.actor.party))

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("consignment", "place", "note")}
        return [self.envelope(KIND, {**facts, "weighed_g": said["weighed"]})]


ACT = Act("desk_receive", _("Receive"), _("Receive"), ReceiveForm, "desk/receive.html")


@for_actors(may_receive)
def receive(request: HttpRequest) -> HttpResponse:
    """Receive a consignment."""
    kept = {name: request.GET[name] for name in ("consignment", "place", "weighed") if request.GET.get(name)}
    return do(request, ACT, kept)
