"""Finds what buyers took from those who dug it, by district and by who tagged it. Asked of parties, by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ledger.balance.books import rows_of
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.plausibility.pairs import STRIKING, Pair, striking
from ledger.risk.plausibility.surge import SHARES, Share
from ledger.standing.months import months_later

# ore is bought at a depot, store or plant: the index of moves by place finds purchases of some days
_DEPOTS = "ARRAY(SELECT code::text FROM ledger_place WHERE kind <> 'mine_site')"
_SHARES = f"""
    SELECT site.area, bought.party, bought.on_day > %(middle)s, sum(origin.grams)::bigint
    FROM ledger_move bought
    JOIN ledger_lot lot ON lot.code = bought.lot AND lot.made_as = 'production'
    JOIN ledger_origin origin ON origin.lot = bought.lot
    JOIN ledger_place site ON site.code = origin.place AND site.area IS NOT NULL
    WHERE bought.place = ANY({_DEPOTS}) AND bought.cause = 'bought'
        AND bought.on_day > %(first)s AND bought.on_day <= %(last)s
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""  # noqa: S608 (no value is put in)
_PAIRS = f"""
    SELECT lot.tagged_by, bought.party, count(*), sum(count(*)) OVER (PARTITION BY lot.tagged_by)::bigint,
        sum(bought.grams)::bigint, sum(bought.grams::numeric * bought.grams)
    FROM ledger_move bought
    JOIN ledger_lot lot ON lot.code = bought.lot AND lot.made_as = 'production' AND lot.tagged_by IS NOT NULL
    WHERE bought.place = ANY({_DEPOTS}) AND bought.cause = 'bought'
        AND bought.on_day >= %(first)s AND bought.on_day <= %(last)s
    GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608 (no value is put in)


@finds("party")
def shares_of(parties: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each buyer its share of every district until the end of the last month; one question."""
    last, days = _end(today), parameter("surge_days", today)
    middle = last - timedelta(days=days)
    asked = {"first": middle - timedelta(days=days), "middle": middle, "last": last}
    taken: dict[tuple[str, str], dict[bool, int]] = {}
    whole: dict[str, dict[bool, int]] = {}
    for district, party, late, grams in rows_of(_SHARES, asked):
        taken.setdefault((district, party), {})[late] = grams
        of_all = whole.setdefault(district, {})
        of_all[late] = of_all.get(late, 0) + grams
    found: dict[str, dict[str, Any]] = {}
    wanted = set(parties)
    for (district, party), own in taken.items():
        if party in wanted:
            of_all = whole[district]
            sums = (own.get(True, 0), of_all.get(True, 0), own.get(False, 0), of_all.get(False, 0))
            found.setdefault(party, {SHARES: []})[SHARES].append(Share(district, last, *sums))
    return found


@finds("party")
def striking_pairs(parties: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each buyer the pairs with agents that stand out of all pairs of the last months; one question."""
    last = _end(today)
    first = months_later(last.replace(day=1), 1 - parameter("pair_months", today))
    rows = rows_of(_PAIRS, {"first": first, "last": last})
    pairs = [Pair(agent, buyer, number, of, grams, int(squares)) for agent, buyer, number, of, grams, squares in rows]
    least, top_ppm, fewest, spread_ppm = (
        parameter(f"pair_{name}", today) for name in ("least_bags", "top_ppm", "least_pairs", "spread_ppm")
    )
    judged = sum(each.number >= least for each in pairs)
    found: dict[str, dict[str, Any]] = {}
    wanted = set(parties)
    for pair in striking(pairs, least, top_ppm, fewest, spread_ppm):
        if pair.buyer in wanted:
            found.setdefault(pair.buyer, {STRIKING: []})[STRIKING].append((pair, judged, first.isoformat()))
    return found


def _end(today: date) -> date:
    """Return the last day of the last month that is over: what is said of it holds for a month."""
    return today.replace(day=1) - timedelta(days=1)
