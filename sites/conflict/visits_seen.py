"""Tells the rules what visits to a place answered, actor by actor; names of groups stay where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.log.reading import Positioned
from ledger.risk.finders import finds, touches
from ledger.risk.seen_at_visits import FOUND, ArmedActor, VisitSeen
from ledger.standing.reading import UNKNOWN
from sites.models import Visit, Withdrawn
from sites.withdrawing.withdrawing import KIND as TAKEN_BACK
from sites.withdrawing.withdrawing import is_site


@finds("place")
def seen_at_visits(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return the visits of each place that nobody has taken back. Two questions to the database."""
    found: dict[str, list[VisitSeen]] = {}
    visits = list(Visit.objects.filter(place__in=list(places), visited_on__lte=today))
    numbers = [visit.event_id for visit in visits]
    struck = (
        set(Withdrawn.objects.filter(event_id__in=numbers).values_list("event_id", flat=True)) if numbers else set()
    )
    for visit in visits:
        if visit.event_id not in struck:
            found.setdefault(visit.place, []).append(seen(visit))
    return {place: {FOUND: of_place} for place, of_place in found.items()}


@touches
def places_of_withdrawals(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Say of which places something was taken back: what it told no longer counts."""
    lines = [line for event in events if event.kind == TAKEN_BACK for line in event.facts["entries"]]
    return {line["subject"] for line in lines if is_site(line["subject"])}, set()


def seen(visit: Visit) -> VisitSeen:
    """Return a visit as the rules see it; a question that was not asked is unknown."""
    return VisitSeen(
        visit.event_id,
        visit.visited_on,
        visit.on_site,
        visit.presence,
        visit.interference,
        tuple(
            ArmedActor(each["kind"], each.get("interference"), tuple(each.get("conduct") or ()))
            for each in visit.armed or ()
        ),
        visit.children,
        visit.young or UNKNOWN,
        visit.forced_labour or UNKNOWN,
        tuple(visit.abuses or ()),
    )
