"""What the risk follower does: events bring places and lots to look at again, and so does the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db.models import Q

from ledger.custody.models import LotEvent, Origin
from ledger.log.reading import Positioned
from ledger.risk.engine import look_at_lots, look_at_places
from ledger.risk.models import Flag
from ledger.standing.models import Standing
from ledger.standing.reading import STATE

OF_LOTS = ("lot.tagged.", "lot.blended.")
OF_PLACES = ("lot.tagged.", "site.visited.", "site.status_decided.", "site.registered.")


def look_over(events: Sequence[Positioned]) -> None:
    """Look again at the places that these events speak of, and at the lots that they make or backdate."""
    places = {event.facts["place"] for event in events if event.kind.startswith(OF_PLACES)}
    opened = [event.id for event in events if event.kind.startswith(OF_LOTS)]
    lots = set(LotEvent.objects.filter(event_id__in=opened).values_list("lot", flat=True))
    decided = {event.facts["place"] for event in events if event.kind.startswith("site.status_decided.")}
    look_at_places(places, today())
    look_at_lots(lots | touched_by_decisions(decided))


def touched_by_decisions(places: set[str]) -> set[str]:
    """Return lots with ore dug at these places since their earliest decision: it may have been backdated."""
    if not places:
        return set()
    firsts = Standing.objects.filter(subject__in=places, topic=STATE).order_by("-valid_from")
    since = {each.subject: each.valid_from for each in firsts}
    dug = [Q(place=place, dug_on__gte=day) for place, day in since.items()]
    if not dug:
        return set()
    asked = dug[0]
    for each in dug[1:]:
        asked |= each
    return set(Origin.objects.filter(asked).values_list("lot", flat=True))


def look_at_clock(day: date | None = None) -> int:
    """Look at every place that ore came from or that has an open flag: evidence ages without any event."""
    dug = set(Origin.objects.values_list("place", flat=True).distinct())
    flagged = set(Flag.objects.filter(cleared_on=None).values_list("subject", flat=True))
    places = {code for code in dug | flagged if code.startswith("S")}
    return look_at_places(places, day or today())


def today() -> date:
    """Return the day in UTC: flags age by whole days."""
    return datetime.now(UTC).date()
