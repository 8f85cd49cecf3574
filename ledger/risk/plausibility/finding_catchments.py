"""Finds what centres took from those who dug it, by mine and month, beside status and capacity of the mines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ledger.balance.books import rows_of
from ledger.balance.periods import month_of
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.plausibility.catchment import TAKEN, Taken
from ledger.risk.plausibility.over_capacity import basis_of
from ledger.risk.status_on_day import status_word
from ledger.standing.models import Standing
from ledger.standing.months import months_later
from ledger.standing.reading import CAPACITY, OF_STATE, RED

NOT_ELIGIBLE = (RED, "none")
_TAKEN = """
    SELECT bought.place, date_trunc('month', origin.dug_on)::date, bought.mineral, origin.place,
        coalesce(mine.country, ''), sum(origin.grams)::bigint
    FROM ledger_move bought
    JOIN ledger_lot lot ON lot.code = bought.lot AND lot.made_as = 'production'
    JOIN ledger_origin origin ON origin.lot = bought.lot AND origin.dug_on BETWEEN %(first)s AND %(last)s
    LEFT JOIN ledger_place mine ON mine.code = origin.place
    WHERE bought.place = ANY(%(places)s) AND bought.cause = 'bought' AND bought.on_day >= %(first)s
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4"""


@finds("place")
def taken_at(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each centre what it took of the ore of the last months that are over; two questions."""
    last = today.replace(day=1) - timedelta(days=1)
    first = months_later(last.replace(day=1), 1 - parameter("catchment_months", today))
    rows = rows_of(_TAKEN, {"places": list(places), "first": first, "last": last})
    said: dict[str, list[Any]] = {}
    mines = {row[3] for row in rows}
    for each in Standing.objects.filter(subject__in=mines, topic__in=(CAPACITY, *OF_STATE)) if mines else ():
        said.setdefault(each.subject, []).append(each)
    found: dict[str, dict[str, Any]] = {}
    for place, month, mineral, mine, country, grams in rows:
        eligible = _may_dig(said.get(mine, []), month, country)
        found.setdefault(place, {TAKEN: []})[TAKEN].append(
            Taken(month, mineral, mine, grams, eligible, _capacity(said.get(mine, []), mineral, month))
        )
    return found


def _may_dig(said: Sequence[Any], month: date, country: str) -> bool:
    """Say whether a mine had a status under which it may dig at the beginning or the end of a month."""
    return any(status_word(said, day, country) not in NOT_ELIGIBLE for day in (month, month_of(month).last))


def _capacity(said: Sequence[Any], mineral: str, month: date) -> int | None:
    basis = basis_of(said, mineral, month_of(month).last)
    return basis.terms["grams"] if basis else None


_CENTRES = """
    SELECT place.code FROM ledger_place place
    WHERE place.kind <> 'mine_site' AND EXISTS (
        SELECT FROM ledger_move bought
        WHERE bought.place = place.code AND bought.cause = 'bought' AND bought.on_day >= %(first)s)"""


def centres(today: date) -> set[str]:
    """Return the places that took ore from those who dug it lately: the clock looks at them, once a month is over."""
    first = months_later(today.replace(day=1), -parameter("catchment_months", today))
    return {place for (place,) in rows_of(_CENTRES, {"first": first})}
