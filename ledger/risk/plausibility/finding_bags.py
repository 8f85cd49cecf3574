"""Finds the bags that were tagged at places in the last months, with both their times. One question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ledger.balance.books import rows_of
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.plausibility.bags import BAGS, Bag
from ledger.standing.months import months_later

# a bag is tagged some days after its ore was dug: the index by day of digging finds it, its own event says when
_BAGS = """
    SELECT origin.place, lot.code, lot.tagged_by, origin.grams,
        event.happened_at AT TIME ZONE place.zone, event.recorded_at AT TIME ZONE place.zone
    FROM ledger_origin origin
    JOIN ledger_lot lot ON lot.code = origin.lot AND lot.made_as = 'production' AND lot.opened_on >= %(first)s
    JOIN ledger_place place ON place.code = origin.place
    JOIN ledger_event event ON event.id = lot.event_id
    WHERE origin.place = ANY(%(places)s) AND origin.dug_on BETWEEN %(dug)s AND %(last)s
        AND lot.tagged_by IS NOT NULL
    ORDER BY 1, 5, 2"""


@finds("place")
def bags_tagged_at(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each place the bags tagged there since the first of the months that are looked at."""
    first = since_when(today)
    dug = first - timedelta(days=parameter("tagged_after_days", today))
    found: dict[str, dict[str, Any]] = {}
    for place, *bag in rows_of(_BAGS, {"places": list(places), "first": first, "dug": dug, "last": today}):
        found.setdefault(place, {BAGS: []})[BAGS].append(Bag(*bag))
    return found


def since_when(today: date) -> date:
    """Return the first day that is looked at: of whole months, lest what is seen changes every day."""
    return months_later(today.replace(day=1), -parameter("bags_months", today))
