"""Finds the tag numbers that agents used at places lately, in their order, and the booklets they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ledger.balance.books import rows_of
from ledger.custody.stock_models import TagSeries
from ledger.custody.tags.numbers import number_in
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.plausibility.finding_bags import since_when
from ledger.risk.plausibility.sequences import APPLIED, BOOKLETS_SEEN, Applied, Booklet

# tags of a series with stock alone: others have no numbers that follow each other; a bag that was re-tagged is left out
_APPLIED = """
    SELECT origin.place, lot.opened_on, tag.code, lot.tagged_by, tag.series, tag.event_id, tag.parcel
    FROM ledger_origin origin
    JOIN ledger_lot lot ON lot.code = origin.lot AND lot.made_as = 'production' AND lot.opened_on >= %(first)s
    JOIN ledger_tag tag ON tag.code = lot.tag AND tag.series IS NOT NULL AND tag.place = origin.place
    JOIN ledger_event event ON event.id = lot.event_id
    WHERE origin.place = ANY(%(places)s) AND origin.dug_on BETWEEN %(dug)s AND %(last)s
        AND lot.tagged_by IS NOT NULL
    ORDER BY origin.place, event.happened_at, tag.code"""
# numbers are spelled with leading zeros: of one series, the order of the spellings is that of the numbers
_BOOKLETS = """
    WITH issued AS (
        SELECT tag.*, max(tag.code) FILTER (WHERE tag.lot IS NOT NULL) OVER (PARTITION BY tag.event_id) AS top
        FROM ledger_tag tag WHERE tag.parcel = ANY(%(parcels)s) AND tag.event_id = ANY(%(issues)s))
    SELECT event_id, series, min(code), top, count(*) FILTER (WHERE state = 'issued' AND code < top)
    FROM issued WHERE top IS NOT NULL GROUP BY event_id, series, top ORDER BY event_id"""


@finds("place")
def tags_used_at(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each place the numbers that agents used there, in their order, and their booklets; three questions."""
    first = since_when(today)
    dug = first - timedelta(days=parameter("tagged_after_days", today))
    rows = rows_of(_APPLIED, {"places": list(places), "first": first, "dug": dug, "last": today})
    if not rows:
        return {}
    series = TagSeries.objects.in_bulk(sorted({row[4] for row in rows}))
    booklets = _booklets(rows, series)
    found: dict[str, dict[str, Any]] = {}
    for place, day, tag, agent, of_series, issue, _parcel in rows:
        number = number_in(series[of_series], tag)
        if number is None:
            continue
        said = found.setdefault(place, {APPLIED: [], BOOKLETS_SEEN: {}})
        said[APPLIED].append(Applied(day.isoformat(), tag, agent, of_series, issue, number))
        if issue in booklets:
            said[BOOKLETS_SEEN][issue] = booklets[issue]
    return {place: {**said, BOOKLETS_SEEN: list(said[BOOKLETS_SEEN].values())} for place, said in found.items()}


def _booklets(rows: Iterable[Sequence[Any]], series: Mapping[str, TagSeries]) -> dict[int, Booklet]:
    asked = {"parcels": sorted({row[6] for row in rows}), "issues": sorted({row[5] for row in rows})}
    found = {}
    for issue, of_series, first, top, left in rows_of(_BOOKLETS, asked):
        number = number_in(series[of_series], first)
        if number is not None:
            found[issue] = Booklet(issue, number, top, left)
    return found
