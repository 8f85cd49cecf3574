"""Finds what the rules of hand-overs look at: roads, sightings and surplus of the consignments that lots travelled in.

The plate of a lorry lies behind a commitment; it is compared here and goes into no flag.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from ledger.custody.arrivals import ON_ITS_WAY, still_coming
from ledger.custody.models import Consignment, LotEvent
from ledger.custody.tables import RECEIVED
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.engine import look_at_lots
from ledger.risk.finders import finds, touches
from ledger.risk.roads import Road, is_overdue
from ledger.risk.travel import Jump, Sighting, jumps

VEHICLE, PERSON = "vehicle", "person"
MOST_PAST = 200
A_DAY = timedelta(days=1)
OF_LOTS = ("consignment.", "lot.exported.")


@touches
def lots_of_consignments(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Return the lots that new hand-overs and exports speak of."""
    told = [event.id for event in events if event.kind.startswith(OF_LOTS)]
    return set(), set(LotEvent.objects.filter(event_id__in=told).values_list("lot", flat=True)) if told else set()


@finds("lot")
def about_consignments(codes: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """Return roads, jumps and surplus of the consignments in which these lots travelled."""
    travelled = _consignments_of(codes)
    held = {each.code: each for of_lot in travelled.values() for each in of_lot}
    if not held:
        return {}
    past, found = _past(held.values()), _jumps(list(held.values()))
    return {
        lot: {
            "today": today,
            "roads": [road_of(each, past.get((each.from_place, each.to_place), []), lot) for each in of_lot],
            "jumps": [jump for each in of_lot for jump in found.get(each.code, [])],
            "surplus": [said for each in of_lot if (said := _surplus(each))],
        }
        for lot, of_lot in travelled.items()
    }


def _consignments_of(codes: Sequence[str]) -> dict[str, list[Consignment]]:
    lines = list(LotEvent.objects.filter(lot__in=codes).order_by("event_id").values_list("lot", "event_id"))
    opened = {each.event_id: each for each in Consignment.objects.filter(event_id__in={event for _, event in lines})}
    found: dict[str, list[Consignment]] = {}
    for lot, event in lines:
        if event in opened:
            found.setdefault(lot, []).append(opened[event])
    return found


def _past(consignments: Iterable[Consignment]) -> dict[tuple[str, str], list[Consignment]]:
    """Return the latest consignments that arrived between each two places."""
    routes = sorted({(each.from_place, each.to_place) for each in consignments})
    arrived = Consignment.objects.filter(state=RECEIVED).exclude(Q(sent_on=None) | Q(ended_on=None))
    return {
        (start, end): list(arrived.filter(from_place=start, to_place=end).order_by("-event_id")[:MOST_PAST])
        for start, end in routes
    }


def road_of(consignment: Consignment, past: Iterable[Consignment] = (), lot: str | None = None) -> Road:
    """Return a consignment as the rule of roads sees it; of a lot that has come it is no longer awaited."""
    coming = consignment.state in ON_ITS_WAY and (lot is None or lot in still_coming(consignment))
    took = [(each.ended_on - each.sent_on).days for each in past if each.event_id < consignment.event_id]
    ended = consignment.ended_on if consignment.state == RECEIVED else None
    sent = consignment.sent_on or date.max
    return Road(consignment.code, sent, consignment.expected_on, ended, coming and sent < date.max, took)


def _surplus(consignment: Consignment) -> dict[str, Any] | None:
    bags = consignment.surplus or []
    said = {"consignment": consignment.code, "bags": len(bags), "grams": sum(each.get("grams") or 0 for each in bags)}
    return said if bags else None


def _jumps(consignments: Sequence[Consignment]) -> dict[str, list[Jump]]:
    """Return the jumps in which these consignments have a part; those of neighbouring days are looked at with them."""
    days = {
        day + step
        for each in consignments
        for day in (each.sent_on, each.ended_on)
        if day
        for step in (-A_DAY, 0 * A_DAY, A_DAY)
    }
    near = list(Consignment.objects.filter(Q(sent_on__in=days) | Q(ended_on__in=days))) if days else []
    limit = parameter("travel_km_per_hour", min(days)) if days else 0
    found: dict[str, list[Jump]] = {}
    for jump in jumps(_sightings(near), limit):
        for code in {jump.first.consignment, jump.second.consignment}:
            found.setdefault(code, []).append(jump)
    return found


def _sightings(consignments: Sequence[Consignment]) -> list[Sighting]:
    cells = dict(
        Place.objects.filter(code__in={code for each in consignments for code in (each.from_place, each.to_place)})
        .exclude(cell=None)
        .values_list("code", "cell")
    )
    ends = {each.ended_event for each in consignments if each.ended_event and each.state == RECEIVED}
    events = {event.id: event for event in events_by_id({each.event_id for each in consignments} | ends)}
    plates = _plates([events[each.event_id] for each in consignments if each.event_id in events])
    found = []
    for each in consignments:
        seen = [(each.event_id, each.from_place, each.sent_by)]
        seen += [(each.ended_event, each.to_place, each.ended_by)] if each.ended_event in ends else []
        for number, place, person in seen:
            if number not in events or not cells.get(place):
                continue
            moment = datetime.fromisoformat(events[number].envelope["happened_at"])
            for what, who in ((PERSON, person or ""), (VEHICLE, plates.get(each.event_id, ""))):
                found.append(Sighting(what, who, place, cells[place], moment, each.code))
    return found


def _plates(events: Iterable[Positioned]) -> dict[int, str]:
    """Return the plates of dispatches, spelled alike."""
    ids = {event.key: event.id for event in events}
    found = {}
    for key, groups in openings_of(ids).items():
        for each in groups:
            said: Mapping[str, Any] = json.loads(bytes(each.value)) if each.group == "position" and each.value else {}
            found[ids[key]] = "".join(sign for sign in str(said.get("vehicle", "")).casefold() if sign.isalnum())
    return {number: plate for number, plate in found.items() if plate}


def overdue(consignments: Iterable[Consignment], today: date) -> list[Consignment]:
    """Return those that should have arrived long ago."""
    return [each for each in consignments if is_overdue(road_of(each), today)]


def look_at_roads(today: date) -> int:
    """Look at the lots of every consignment that is overdue: it says so by no event of its own."""
    waiting = Consignment.objects.filter(state__in=ON_ITS_WAY).order_by("event_id")
    lots = {lot for each in overdue(waiting.iterator(), today) for lot in still_coming(each)}
    return look_at_lots(lots)
