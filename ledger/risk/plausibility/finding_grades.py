"""Finds the grades of a place's bags by month of digging. One question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.balance.books import rows_of
from ledger.custody.models import Origin
from ledger.log.reading import Positioned
from ledger.risk.finders import finds, touches
from ledger.risk.plausibility.grade_jump import GRADES, Grades, since_when

_GRADES = """
    SELECT origin.place, date_trunc('month', origin.dug_on)::date, lot.mineral, lot.grade_of,
        array_agg(lot.grade_ppm ORDER BY lot.grade_ppm)
    FROM ledger_origin origin
    JOIN ledger_lot lot ON lot.code = origin.lot AND lot.made_as = 'production' AND lot.grade_ppm IS NOT NULL
    WHERE origin.place = ANY(%(places)s) AND origin.dug_on BETWEEN %(first)s AND %(last)s
        AND lot.grade_of IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""


@finds("place")
def grades_of(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each place the grades of its bags, month by month."""
    found: dict[str, dict[str, Any]] = {}
    for place, *grades in rows_of(_GRADES, {"places": list(places), "first": since_when(today), "last": today}):
        found.setdefault(place, {GRADES: []})[GRADES].append(Grades(*grades))
    return found


@touches
def dug_where_assayed(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """An assay brings the place that its lot was dug at to be looked at; of mixed ore it says nothing of one place."""
    assayed = {event.facts["lot"] for event in events if event.kind.startswith("lot.assayed.")}
    if not assayed:
        return set(), set()
    return set(Origin.objects.filter(lot__in=assayed, custody_model="identity").values_list("place", flat=True)), set()
