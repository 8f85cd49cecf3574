"""Buy at the counter: a lot goes from who dug it to the depot, weighed if there is a scale."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from buyers.desk.acting import Act, do
from buyers.desk.fields import CodeChoice, LotField, choose, own_places
from ledger import codes
from ledger.api.entry_forms import EntryForm, KilogramsField
from ledger.custody import buying, weighing
from ledger.parties.access import may_buy
from ledger.parties.doors import for_actors

CURRENCIES = ("USD", "CDF", "RWF", "UGX", "BIF", "TZS")


class PriceField(forms.DecimalField):
    """A price with comma or point; cleaned to minor units."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(
            min_value=Decimal("0.01"), max_digits=12, decimal_places=2, **more, widget=forms.TextInput(attrs)
        )

    def clean(self, value: Any) -> int | None:
        price = super().clean(str(value or "").replace(",", ".").replace(" ", ""))
        return int(price * 100) if price is not None else None


class BuyForm(EntryForm):
    """One lot. The price stays between seller, buyer and overseers."""

    placed = {"price_minor": "price"}
    lot = LotField(label=_("Lot or tag"), help_text=_("Scan it, or type the nine signs."))
    place = CodeChoice(codes.PLACE, label=_("Depot"))
    gross = KilogramsField(
        mark="gross", label=_("Gross"), required=False, help_text=_("Leave it empty if it is not weighed now.")
    )
    tare = KilogramsField(mark="tare", label=_("Tare"), least=0, required=False, initial="0.4")
    scale = forms.CharField(label=_("Number of the scale"), max_length=40, required=False)
    price = PriceField(label=_("Price of the bag"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(each, each) for each in CURRENCIES])
    receipt = forms.CharField(label=_("Number of the purchase slip"), max_length=60, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["place"], own_places(self.actor.party))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("gross") and said["gross"] <= (said.get("tare") or 0):
            self.add_error("gross", _("Gross must be more than tare. Weigh both again."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        paid = {"price_minor": said["price"], "currency": said["currency"]} if said["price"] else {}
        facts = {"lot": said["lot"], "place": said["place"], "receipt": said["receipt"], **paid}
        return [self.envelope(buying.KIND, facts)]

    def afterwards(self) -> list[dict[str, Any]]:
        """The weighing at the counter, if there was one."""
        said = self.cleaned_data
        if not said["gross"]:
            return []
        weights = {"lot": said["lot"], "gross_g": said["gross"], "tare_g": said["tare"] or 0}
        on = {"place": said["place"], "scale": said["scale"]}
        return [self.envelope(weighing.KIND, {**weights, **on}, key=self.also("weighed"))]


ACT = Act("desk_buy", _("Buy a bag"), _("Buy this bag"), BuyForm, "desk/buy.html")
KEPT = ("lot", "place", "gross", "tare", "scale", "price", "currency", "receipt")


@for_actors(may_buy)
def buy(request: HttpRequest) -> HttpResponse:
    """Buy a lot."""
    return do(request, ACT, {name: request.GET[name] for name in KEPT if request.GET.get(name)})
