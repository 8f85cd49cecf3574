"""What an actor recorded today, and what waits for a hand: the rows of the desk's home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max

from buyers.desk.receiving import on_the_way_to
from ledger.custody.models import Lot, LotEvent
from ledger.custody.tables import CONSUMED
from ledger.deeds.entries import Actor
from ledger.inbox.models import InboxEntry
from ledger.log.models import EventKey
from ledger.log.reading import Positioned, events_by_id
from ledger.parties.models import Place

NEXT = {
    "lot.tagged.v1": "desk_tag",
    "lot.weighed.v1": "desk_weigh",
    "lot.bought.v1": "desk_buy",
    "consignment.dispatched.v1": "desk_dispatch",
    "consignment.received.v1": "desk_receive",
    "lot.blended.v1": "desk_blend",
    "lot.split.v1": "desk_split",
    "lot.processed.v1": "desk_process",
    "lot.assayed.v1": "desk_assay",
}
WINDOW, MOST_TODAY, MOST_TODO = 50_000, 2_000, 10
COMING_IN = ("lot.tagged.v1", "lot.bought.v1", "consignment.received.v1")


@dataclass(frozen=True)
class Done:
    """One entry of today."""

    event: Positioned
    at: datetime
    lots: list[str]
    grams: int
    place: str


def done_today(actor: Actor, zone: str) -> list[Done]:
    """Return what an actor recorded today, newest first."""
    events = _today(_last_events(actor), zone)
    lots_of: dict[int, list[str]] = {}
    rows = LotEvent.objects.filter(event_id__in=[event.id for event in events])
    for lot, number in rows.values_list("lot", "event_id"):
        lots_of.setdefault(number, []).append(lot)
    named = {lot for lots in lots_of.values() for lot in lots}
    masses = dict(Lot.objects.filter(code__in=named).values_list("code", "mass_g"))
    places = Place.objects.in_bulk({str(event.facts.get("place", "")) for event in events})
    return [_done(event, lots_of.get(event.id, []), masses, places, zone) for event in reversed(events)]


def _done(event: Positioned, lots: list[str], masses: dict[str, int], places: dict[str, Place], zone: str) -> Done:
    at = datetime.fromisoformat(event.envelope["happened_at"]).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    place = places.get(str(event.facts.get("place", "")))
    grams = event.facts.get("mass_g") or sum(masses.get(lot, 0) for lot in lots)
    return Done(event, at, sorted(lots), grams, place.name if place else "")


def _last_events(actor: Actor) -> list[Positioned]:
    # keys have no index by actor: the look back is bounded, so that a quiet actor does not read the whole table
    last = EventKey.objects.aggregate(last=Max("event_id"))["last"] or 0
    own = EventKey.objects.filter(actor=actor.id, outcome="recorded", event_id__gt=last - WINDOW)
    return events_by_id(own.order_by("-event_id").values_list("event_id", flat=True)[:MOST_TODAY])


def _today(events: list[Positioned], zone: str) -> list[Positioned]:
    today = now_in(zone).date()
    return [event for event in events if _recorded_on(event, zone) == today and event.kind in NEXT]


def _recorded_on(event: Positioned, zone: str) -> date:
    return datetime.fromisoformat(event.envelope["recorded_at"]).astimezone(ZoneInfo(zone)).date()


def now_in(zone: str) -> datetime:
    """Return the time in a zone, for headings."""
    return datetime.now(UTC).astimezone(ZoneInfo(zone))


def totals(done: list[Done]) -> tuple[int, int]:
    """Return grams and bags that came in today."""
    came_in = [each for each in done if each.event.kind in COMING_IN]
    return sum(each.grams for each in came_in), sum(len(each.lots) for each in came_in)


def to_do(actor: Actor) -> dict[str, Any]:
    """Return what waits for a hand: lots on hold, consignments on the way, entries refused or waiting."""
    kept = InboxEntry.objects.filter(party=actor.party, actor=actor.id)
    return {
        "on_hold": list(Lot.objects.filter(holder=actor.party, on_hold=True).exclude(state=CONSUMED)[:MOST_TODO]),
        "coming": on_the_way_to(actor.party)[:MOST_TODO],
        "refused": list(kept.filter(status="refused").order_by("-received_at")[:MOST_TODO]),
        "waiting": list(kept.filter(status="waiting").order_by("-received_at")[:MOST_TODO]),
    }
