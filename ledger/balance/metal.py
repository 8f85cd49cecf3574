"""Does a place's book close in contained metal? Where lots become lots, metal in is metal out and declared loss.

Net wet grams close by themselves; ore added while it is washed or sorted shows only here (A6 of
domain/beyond_the_peers.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.balance.books import rows_of
from ledger.balance.periods import Period
from ledger.balance.worth import Worth

IN, OUT, APART = "in", "out", "apart"

# of one making: every input as it went in, every output as it came out, and with it every declared loss with the metal
# that its lot has; drying, wetting and the scale change water or a reading, no metal. What was washed, sorted or
# slagged off is another stuff than the lot, of a grade that nobody stated: from nothing up to the lot's own
_MAKINGS = """
    WITH made AS (
        SELECT making.key, making.place, making.inputs, making.outputs FROM ledger_making making
        WHERE making.place = ANY(%(places)s) AND making.on_day BETWEEN %(first)s AND %(last)s),
    parts AS (
        SELECT made.key, made.place, lot.mineral, lot.mass_g AS grams, 'in' AS side, lot.moisture_ppm,
            lot.grade_ppm, lot.grade_of
        FROM made, jsonb_array_elements_text(made.inputs) part(code) JOIN ledger_lot lot ON lot.code = part.code
        UNION ALL
        SELECT made.key, made.place, lot.mineral, lot.mass_g, 'out', lot.moisture_ppm, lot.grade_ppm, lot.grade_of
        FROM made, jsonb_array_elements_text(made.outputs) part(code) JOIN ledger_lot lot ON lot.code = part.code
        UNION ALL
        SELECT made.key, made.place, lot.mineral, -line.grams,
            CASE WHEN line.cause IN ('washing', 'sorting', 'smelting') THEN 'apart' ELSE 'out' END,
            lot.moisture_ppm, lot.grade_ppm, lot.grade_of
        FROM made, jsonb_array_elements_text(made.outputs) part(code) JOIN ledger_lot lot ON lot.code = part.code
        JOIN ledger_lotchange line ON line.lot = part.code
            AND line.cause NOT IN ('drying', 'wetting', 'scale', 'unexplained')),
    judged AS (
        SELECT *, bool_and(moisture_ppm + grade_ppm IS NOT NULL AND grade_of IS NOT NULL) OVER (PARTITION BY key)
            AS known FROM parts)
    SELECT place, side, known, coalesce(grade_of, ''), sum(grams)::bigint,
        coalesce(sum(grams::numeric * (1000000 - moisture_ppm) * grade_ppm), 0)
    FROM judged GROUP BY 1, 2, 3, 4"""
_WET = """
    SELECT move.place, sum(move.grams) FILTER (WHERE move.cause = 'change:unexplained')::bigint,
        sum(move.grams) FILTER (WHERE move.grams > 0 AND move.cause NOT LIKE 'change:%%')::bigint
    FROM ledger_move move WHERE move.place = ANY(%(places)s) AND move.on_day BETWEEN %(first)s AND %(last)s
    GROUP BY 1"""


@dataclass(frozen=True)
class Closing:
    """How a place's book closes over a period: contained grams in and out by metal, and the wet lines nobody explains.

    `apart_g` is the most that what was washed, sorted or slagged off can hold; how much it holds nobody stated.
    `unknown_g` are net wet grams that went into makings of which not every lot has a known moisture and grade.
    """

    place: str
    in_g: dict[str, int]
    out_g: dict[str, int]
    apart_g: dict[str, int]
    judged_g: int
    unknown_g: int
    unexplained_g: int
    came_g: int


def closings(places: Sequence[str], period: Period) -> dict[str, Closing]:
    """Return how the books of places close, for those that moved anything in the period; two queries."""
    asked = {"places": list(places), "first": period.first, "last": period.last}
    wet = {place: (unexplained or 0, came or 0) for place, unexplained, came in rows_of(_WET, asked)}
    sides: dict[str, dict[str, Worth]] = {}
    judged: dict[str, dict[bool, int]] = {}
    for place, side, known, of, grams, contained in rows_of(_MAKINGS, asked):
        if side == IN:
            of_place = judged.setdefault(place, {True: 0, False: 0})
            of_place[known] += grams
        if known:
            of_side = sides.setdefault(place, {})
            of_side[side] = of_side.get(side, Worth()) + Worth(contained={of: int(contained)})
    return {place: _closing(place, sides.get(place, {}), judged.get(place, {}), wet[place]) for place in wet}


def _closing(place: str, sides: dict[str, Worth], judged: dict[bool, int], wet: tuple[int, int]) -> Closing:
    went, came, apart = (sides.get(side, Worth()).metal() for side in (IN, OUT, APART))
    return Closing(place, went, came, apart, judged.get(True, 0), judged.get(False, 0), *wet)
