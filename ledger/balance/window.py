"""Metal that went into a place's work and metal that came out, over a window of months (MIN-08).

What one making made and the next one used is inside the work and counts on neither side. So a stockpile or a leach pad
that lay there when the window began is metal in when it is used, and what still lies there at the end is metal out: a
month of its own may well give more than was put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger.balance.books import rows_of
from ledger.balance.periods import Period, month_of
from ledger.balance.worth import Worth
from ledger.standing.months import months_later

# a making of which one lot has no moisture or grade is not judged; its net wet grams in are `unknown`
_ENDS = """
    WITH made AS (
        SELECT making.key, making.place, making.inputs, making.outputs FROM ledger_making making
        WHERE making.place = ANY(%(places)s) AND making.on_day BETWEEN %(first)s AND %(last)s),
    parts AS (
        SELECT made.key, made.place, part.code, true AS goes_in
        FROM made, jsonb_array_elements_text(made.inputs) part(code)
        UNION ALL
        SELECT made.key, made.place, part.code, false
        FROM made, jsonb_array_elements_text(made.outputs) part(code)),
    judged AS (
        SELECT parts.place, parts.code, parts.goes_in, lot.mass_g, lot.moisture_ppm, lot.grade_ppm, lot.grade_of,
            bool_and(lot.moisture_ppm + lot.grade_ppm IS NOT NULL AND lot.grade_of IS NOT NULL)
                OVER (PARTITION BY parts.key) AS known
        FROM parts JOIN ledger_lot lot ON lot.code = parts.code),
    ends AS (
        SELECT place, code, known, bool_or(goes_in) AS goes_in, mass_g, moisture_ppm, grade_ppm, grade_of
        FROM judged GROUP BY place, code, known, mass_g, moisture_ppm, grade_ppm, grade_of
        HAVING bool_and(goes_in) OR NOT bool_or(goes_in))
    SELECT place, goes_in, known, coalesce(grade_of, ''), goes_in AND coalesce((
            SELECT sum(move.grams) FROM ledger_move move
            WHERE move.lot = ends.code AND move.place = ends.place AND move.on_day < %(first)s), 0) > 0,
        sum(mass_g)::bigint, coalesce(sum(mass_g::numeric * (1000000 - moisture_ppm) * grade_ppm), 0)
    FROM ends GROUP BY 1, 2, 3, 4, 5"""


@dataclass
class Window:
    """Contained grams by metal: what lay there before the window, what came since, what came out of the work."""

    place: str
    period: Period
    opening: Worth = field(default_factory=Worth)
    came: Worth = field(default_factory=Worth)
    out: Worth = field(default_factory=Worth)
    unknown_g: int = 0


def window_of(day: date, months: int) -> Period:
    """Return so many calendar months that end with the day's: what a window says changes with deeds, not every day."""
    return Period(months_later(day.replace(day=1), 1 - months), month_of(day).last)


def windows(places: Sequence[str], period: Period) -> dict[str, Window]:
    """Return what the work at these places made of the metal, for those where lots became lots; one query."""
    found: dict[str, Window] = {}
    asked = {"places": list(places), "first": period.first, "last": period.last}
    for place, goes_in, known, of, lay_there, grams, contained in rows_of(_ENDS, asked):
        window = found.setdefault(place, Window(place, period))
        worth = Worth(contained={of: int(contained)})
        if not known:
            window.unknown_g += grams if goes_in else 0
        elif not goes_in:
            window.out += worth
        elif lay_there:
            window.opening += worth
        else:
            window.came += worth
    return found
