"""What both sides said of a consignment, and what became of each of its bags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.custody.arrivals import still_coming
from ledger.custody.dispatching import KIND as DISPATCHED
from ledger.custody.models import Consignment, Lot, LotEvent, Weighing
from ledger.custody.receiving import KIND as RECEIVED
from ledger.custody.sending_back import REFUSED
from ledger.custody.tables import CAME_BACK, SENT_BACK
from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.reports.disclosing import disclosed


@dataclass(frozen=True)
class Saying:
    """One deed about a consignment, with what of it the reader is shown."""

    event: Positioned
    facts: dict[str, Any]

    @property
    def kind(self) -> str:
        """Its kind without the version."""
        return self.event.kind.rsplit(".v", 1)[0]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.event.envelope["local_date"])


def sayings(each: Consignment, actor: Actor) -> list[Saying]:
    """Return what was entered about a consignment, in order: it was sent, received in parts, refused, taken back."""
    told = LotEvent.objects.filter(lot__in=each.lots, event_id__gte=each.event_id)
    numbers = set(told.values_list("event_id", flat=True).distinct())
    events = [event for event in events_by_id(numbers) if _is_about(event, each)]
    openings = openings_of([event.key for event in events])
    sides = (each.from_party, each.to_party)
    found = []
    for event in events:
        facts = dict(event.facts)
        for value in disclosed(event, openings.get(event.key, ()), actor, sides).opened.values():
            facts |= value
        found.append(Saying(event, facts))
    return found


def _is_about(event: Positioned, each: Consignment) -> bool:
    return event.kind.startswith("consignment.") and event.facts.get("consignment") == each.code


def both_sides(said: Sequence[Saying]) -> dict[str, Any]:
    """Return the sender's facts, and what all receipts and the refusal say together."""
    sent = next((each.facts for each in said if each.event.kind == DISPATCHED), {})
    receipts = [each for each in said if each.event.kind == RECEIVED]
    refusal = next((each for each in said if each.event.kind == REFUSED), None)
    seals = {seal["seal"]: seal for each in receipts for seal in each.facts.get("seals_found") or []}
    return {
        "sent": sent,
        "receipts": receipts,
        "seals_found": list(seals.values()),
        "weighed_g": sum(each.facts.get("weighed_g") or 0 for each in receipts),
        "refusal": refusal,
        "notes": [(each, each.facts["note"]) for each in said if each.facts.get("note")],
    }


def bags_of(each: Consignment) -> list[dict[str, Any]]:
    """Return the lots of a consignment with what the receiver's scale said of each, and where it is."""
    shown = Weighing.objects.filter(lot__in=each.lots, step="receipt", event_id__gt=each.event_id)
    scales = {weighing.lot: weighing for weighing in shown.order_by("-event_id")}
    coming, at_end = set(still_coming(each)), each.came is None and each.state == "received"
    came = {said["lot"] for said in each.came or []}
    return [
        {
            "lot": lot,
            "came": lot.code in came or at_end,
            "is": _whereabouts(each, lot.code in came or at_end, lot.code in coming),
            "scale": scales.get(lot.code),
            "difference_g": scales[lot.code].net_g - scales[lot.code].book_g if lot.code in scales else None,
        }
        for lot in Lot.objects.filter(code__in=each.lots).order_by("code")
    ]


def _whereabouts(each: Consignment, came: bool, coming: bool) -> str:
    if came or not coming:
        return "came"
    if each.state in {SENT_BACK, CAME_BACK}:
        return "turned_away" if each.state == SENT_BACK else "back"
    return "missing" if each.missing is not None else "awaited"


def grams_of(consignments: Iterable[Consignment]) -> dict[str, int]:
    """Return the book mass of each consignment, by its code; one question for a page of them."""
    rows = list(consignments)
    masses = dict(
        Lot.objects.filter(code__in={lot for each in rows for lot in each.lots}).values_list("code", "mass_g")
    )
    return {each.code: sum(masses.get(lot, 0) for lot in each.lots) for each in rows}
