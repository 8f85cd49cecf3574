"""What a slip says of one event: only what this reader may see of it; what is withheld is said to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from buyers.templatetags.ledger_words import day_in_words, typed_time
from buyers.words import word
from ledger import codes
from ledger.custody.models import Lot
from ledger.log.reading import Positioned
from ledger.reference.spelling import kilograms_with_unit

MOST_LINES = 400


@dataclass
class Slip:
    """A slip: title, the code that it is about, pairs of label and value, lines of lots, and who signs."""

    title: str
    code: str
    pairs: list[tuple[str, str]]
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    total: str = ""
    signs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """An event with what the reader may see of it, and the rows that give its codes names."""

    event: Positioned
    facts: Mapping[str, Any]
    lots: list[Lot]
    names: Mapping[str, str]
    withheld: bool

    def name(self, code: str | None) -> str:
        """Return a party's or place's name with its code; a dash where the reader may not know it."""
        if not code:
            return "—"
        return f"{self.names[code]} · {codes.shown(code)}" if code in self.names else codes.shown(code)


def money(minor: int, currency: str) -> str:
    """Return an amount of minor units with its currency."""
    return f"{number_format(minor / 100, 2, force_grouping=True)} {currency}"


def _when(source: Source) -> tuple[str, str]:
    moment = typed_time(str(source.event.envelope["happened_at"]))
    return _("Date and time"), f"{day_in_words(moment.date())}, {date_format(moment, 'H:i')}"


def _kilograms(facts: Mapping[str, Any], name: str) -> str:
    return kilograms_with_unit(facts[name]) if facts.get(name) is not None else "—"


def _lines(source: Source) -> tuple[list[tuple[str, str, str]], str]:
    lines = [
        (codes.shown(lot.code), word("mineral", lot.mineral), kilograms_with_unit(lot.mass_g)) for lot in source.lots
    ]
    return lines[:MOST_LINES], kilograms_with_unit(sum(lot.mass_g for lot in source.lots))


def weigh_ticket(source: Source) -> Slip:
    """Tell a weighing: gross, tare, net, the scale, and what the book says beside it."""
    facts = source.facts
    pairs = [
        _when(source),
        (_("Ore"), word("mineral", source.lots[0].mineral) if source.lots else "—"),
        (_("Gross"), _kilograms(facts, "gross_g")),
        (_("Tare"), _kilograms(facts, "tare_g")),
        (_("Net, wet"), kilograms_with_unit(facts["gross_g"] - facts["tare_g"])),
    ]
    if facts.get("moisture_ppm") is not None:
        pairs.append((_("Moisture"), f"{number_format(facts['moisture_ppm'] / 10_000, 2)} %"))
    pairs.append((_("Scale"), str(facts.get("scale") or _("not stated"))))
    return Slip(_("Weigh ticket"), facts["lot"], pairs, signs=[_("Weighed by"), _("Seen by the seller")])


def purchase_slip(source: Source) -> Slip:
    """Tell a purchase so that the seller can check it later: mass, price, price per kilogram, buyer, slip number."""
    facts = source.facts
    lot = source.lots[0] if source.lots else None
    pairs = [
        _when(source),
        (_("Buyer"), source.name(source.event.party)),
        (_("Depot"), source.name(facts.get("place"))),
        (_("Seller"), source.name(facts.get("seller"))),
        (_("Ore"), word("mineral", lot.mineral) if lot else "—"),
        (_("Net, wet"), kilograms_with_unit(lot.mass_g) if lot else "—"),
    ]
    if facts.get("price_minor") is not None:
        currency = facts.get("currency", "")
        pairs.append((_("Price"), money(facts["price_minor"], currency)))
        if lot:
            pairs.append((_("Price of one kg"), money(round(facts["price_minor"] * 1000 / lot.mass_g), currency)))
    if facts.get("receipt"):
        pairs.append((_("Slip no."), facts["receipt"]))
    return Slip(_("Purchase slip"), facts["lot"], pairs, signs=[_("Buyer"), _("Seller")])


def dispatch_note(source: Source) -> Slip:
    """Tell a dispatch: from, to, how, and every lot with its mass."""
    facts = source.facts
    lines, total = _lines(source)
    pairs = [
        _when(source),
        (_("From"), source.name(source.event.party)),
        (_("To"), source.name(facts.get("to"))),
        (_("Destination"), source.name(facts.get("destination"))),
        (_("Vehicle"), str(facts.get("vehicle") or "—")),
        (_("Waybill"), str(facts.get("waybill") or "—")),
    ]
    if facts.get("seals"):
        pairs.append((_("Seals"), ", ".join(map(str, facts["seals"]))))
    signs = [_("Sender"), _("Driver"), _("Receiver")]
    return Slip(_("Dispatch note"), facts["consignment"], pairs, lines, total, signs)


def receipt(source: Source) -> Slip:
    """Tell what was received: where, by whom, which lots, and what the receiver's scale showed."""
    facts = source.facts
    lines, total = _lines(source)
    pairs = [
        _when(source),
        (_("Receiver"), source.name(source.event.party)),
        (_("Place"), source.name(facts.get("place"))),
    ]
    if facts.get("weighed_g") is not None:
        pairs.append((_("On the receiver's scale"), kilograms_with_unit(facts["weighed_g"])))
    return Slip(_("Receipt"), facts["consignment"], pairs, lines, total, [_("Receiver"), _("Driver")])


SLIPS: dict[str, Callable[[Source], Slip]] = {
    "lot.weighed": weigh_ticket,
    "lot.bought": purchase_slip,
    "consignment.dispatched": dispatch_note,
    "consignment.received": receipt,
}
"""Kind without its version -> its slip."""
