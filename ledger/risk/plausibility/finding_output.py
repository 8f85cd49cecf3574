"""Finds what a place dug day by day, and the lots of the months and days that signals ask about. Four questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.balance.books import rows_of
from ledger.parties.models import Place
from ledger.risk.affected import STILL_THERE
from ledger.risk.finders import finds
from ledger.risk.plausibility import closed_days, over_capacity, unusual_month
from ledger.risk.plausibility.digging import DUG, Dug, Span
from ledger.standing.models import Standing
from ledger.standing.reading import CAPACITY, INCIDENT_HOLD, SCHEME, WITHDRAWN

TOPICS = (CAPACITY, SCHEME, INCIDENT_HOLD, WITHDRAWN)
# only bags as they were tagged: parts and blends of them carry the same grams again
_DUG = """
    SELECT origin.place, origin.dug_on, lot.mineral, sum(origin.grams)::bigint, count(*)
    FROM ledger_origin origin JOIN ledger_lot lot ON lot.code = origin.lot AND lot.made_as = 'production'
    WHERE origin.place = ANY(%(places)s) AND origin.dug_on BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
_LOTS = """
    SELECT asked.name, asked.place, lot.code
    FROM unnest(%(names)s::text[], %(places)s::text[], %(firsts)s::date[], %(lasts)s::date[], %(minerals)s::text[])
        AS asked(name, place, first, last, mineral)
    JOIN ledger_origin origin ON origin.place = asked.place AND origin.dug_on BETWEEN asked.first AND asked.last
    JOIN ledger_lot lot ON lot.code = origin.lot AND lot.made_as = 'production' AND lot.state = ANY(%(there)s)
        AND (asked.mineral = '' OR lot.mineral = asked.mineral)
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
Asked = tuple[str, str, Span]


@finds("place")
def output_of(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for places where ore was dug its days, and the lots still there of days that are in question."""
    dug = days_dug(places, unusual_month.since_when(today), today)
    if not dug:
        return {}
    countries = dict(Place.objects.filter(code__in=list(dug)).values_list("code", "country"))
    said = _said(dug)
    found: dict[str, dict[str, Any]] = {place: {DUG: days} for place, days in dug.items()}
    asked = [each for place, days in dug.items() for each in _asked(place, days, said.get(place, []), today, countries)]
    for name, place, lot in lots_in(asked):
        found[place].setdefault(name, []).append(lot)
    return found


def days_dug(places: Iterable[str], first: date, last: date) -> dict[str, list[Dug]]:
    """Return the days of places, in their order; one question."""
    found: dict[str, list[Dug]] = {}
    for place, *day in rows_of(_DUG, {"places": list(places), "first": first, "last": last}):
        found.setdefault(place, []).append(Dug(*day))
    return found


def _said(places: Iterable[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in Standing.objects.filter(subject__in=list(places), topic__in=TOPICS):
        found.setdefault(each.subject, []).append(each)
    return found


def _asked(place: str, days: list[Dug], said: list[Any], today: date, countries: Mapping[str, str]) -> Iterable[Asked]:
    country = countries.get(place, "")
    for over in over_capacity.months_over(said, days, today, country):
        yield over_capacity.HELD_LOTS, place, over.span
    for unusual in unusual_month.unusual_months(days, today, country):
        if unusual_month.is_held(unusual, country):
            yield unusual_month.HELD_LOTS, place, unusual.span
    since = closed_days.closed_since(today, country)
    closed = closed_days.closings(said, today)
    for span, _dug in closed_days.dug_while_closed(days, closed, since):
        yield closed_days.HELD_LOTS, place, Span(max(span.first, since), span.last)


def lots_in(asked: Sequence[Asked]) -> list[Any]:
    """Return name, place and lot of the lots dug in spans that are still there; one question, or none."""
    if not asked:
        return []
    names, places, spans = zip(*asked, strict=True)
    values = {
        "names": list(names),
        "places": list(places),
        "firsts": [span.first for span in spans],
        "lasts": [span.last for span in spans],
        "minerals": [span.mineral for span in spans],
        "there": list(STILL_THERE),
    }
    return rows_of(_LOTS, values)
