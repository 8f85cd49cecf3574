"""How a finding was known when a lot changed hands: the colour in the book by then, and whether the finding was.

What came into the book before a hand-over has a smaller event number: numbers respect cause (ARCHITECTURE §3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ledger.custody.models import Hand, Origin
from ledger.log.models import EventKey
from ledger.log.reading import events_by_id
from ledger.parties.models import Place
from ledger.risk.status_on_day import status_word
from ledger.risk.tainting.models import Taint
from ledger.standing.models import Standing


@dataclass(frozen=True)
class Taken:
    """A lot came into somebody's hands: when, what colour its site had in the book then, was the finding known."""

    lot: str
    party: str
    as_what: str
    on_day: date
    event_id: int
    colour: str
    found_before: bool


def taken(taint: Taint, lots: Iterable[str]) -> dict[str, list[Taken]]:
    """Return every hand-over of these lots, in order, as it was known then; six queries whatever their number."""
    hands = list(Hand.objects.filter(lot__in=list(lots)).order_by("event_id"))
    days = _days({hand.event_id for hand in hands})
    cause = EventKey.objects.filter(key=taint.cause).values_list("event_id", flat=True).first() or taint.event_id
    dug = _first_dug(taint, {hand.lot for hand in hands})
    statements = list(Standing.objects.filter(subject=taint.subject).order_by("event_id"))
    country = Place.objects.filter(code=taint.subject).values_list("country", flat=True).first() or ""
    found: dict[str, list[Taken]] = {}
    for hand in hands:
        if hand.event_id not in days:
            continue
        colour = colour_then(statements, hand.event_id, dug.get(hand.lot), country)
        found.setdefault(hand.lot, []).append(
            Taken(hand.lot, hand.party, hand.as_what, days[hand.event_id], hand.event_id, colour, cause < hand.event_id)
        )
    return found


def colour_then(statements: Sequence[Any], event: int, dug_on: date | None, country: str) -> str:
    """Return the colour that a site had on the day its ore was dug, as the book had it before an event; "" for none."""
    if dug_on is None:
        return ""
    return status_word([each for each in statements if each.event_id < event], dug_on, country)


def _days(events: set[int]) -> Mapping[int, date]:
    told = events_by_id(list(events)) if events else []
    return {event.id: datetime.fromisoformat(event.envelope["happened_at"]).date() for event in told}


def _first_dug(taint: Taint, lots: set[str]) -> dict[str, date]:
    """Return the first day, of those that the finding speaks of, on which ore of each lot was dug at its place."""
    rows = Origin.objects.filter(place=taint.subject, lot__in=lots)
    rows = rows.filter(dug_on__gte=taint.since) if taint.since else rows
    return dict(rows.order_by("-dug_on").values_list("lot", "dug_on"))
