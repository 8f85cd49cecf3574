"""Statements: opening + in = out + stock + declared loss + unexplained, of any books, over any days, as known then.

Rules: domain/custody_3t.md §6, MB-01. A statement is a sum of postings (ledger.custody.moving), so it closes by itself
in net wet grams; what does not close in truth stands on a line of its own and is never netted away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any

from ledger.balance.books import Row, Scope, rows_of
from ledger.balance.periods import Period
from ledger.balance.worth import Worth

IN, OUT, DECLARED, UNEXPLAINED, INSIDE = "in", "out", "declared", "unexplained", "inside"
CHANGE, NOBODY_KNOWS = "change:", "change:unexplained"
NOTHING = Worth()

# sums of one cause, apart by what their grade is of; gram, ppm and their products stay whole numbers
_SUMS = """
    count(*), sum(posted.grams)::bigint, sum(abs(posted.grams))::bigint,
    coalesce(sum(posted.grams::numeric * (1000000 - lot.moisture_ppm)), 0),
    coalesce(sum(abs(posted.grams)) FILTER (WHERE lot.moisture_ppm IS NOT NULL), 0)::bigint,
    coalesce(sum(posted.grams::numeric * (1000000 - lot.moisture_ppm) * lot.grade_ppm), 0),
    coalesce(sum(abs(posted.grams)) FILTER (WHERE lot.moisture_ppm + lot.grade_ppm IS NOT NULL), 0)::bigint"""
_BEFORE = f"""
    SELECT lot.grade_of, {_SUMS}
    FROM (SELECT move.lot, sum(move.grams) AS grams FROM ledger_move move
          WHERE {{asked}} AND move.on_day < %s GROUP BY move.lot HAVING sum(move.grams) <> 0) posted
    LEFT JOIN ledger_lot lot ON lot.code = posted.lot GROUP BY lot.grade_of"""  # noqa: S608 (the words are above)
# what one event takes out of a book and puts into another that is asked about as well only moved inside
_DURING = f"""
    SELECT posted.cause, posted.grams > 0, posted.inside, lot.grade_of, {_SUMS}
    FROM (SELECT move.lot, move.cause, move.grams, move.cause NOT LIKE 'change:%%' AND sum(move.grams)
              FILTER (WHERE move.cause NOT LIKE 'change:%%') OVER (PARTITION BY move.lot, move.event_id) = 0 AS inside
          FROM ledger_move move WHERE {{asked}} AND move.on_day BETWEEN %s AND %s) posted
    LEFT JOIN ledger_lot lot ON lot.code = posted.lot GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"""  # noqa: S608


@dataclass(frozen=True)
class Line:
    """One cause of a statement: which way it counts, how many postings, how much."""

    cause: str
    way: str
    postings: int
    worth: Worth


@dataclass(frozen=True)
class Statement:
    """What books held before, what came and went, what is left."""

    scope: Scope
    period: Period
    opening: Worth
    lines: tuple[Line, ...]
    stock: Worth

    def of(self, *ways: str) -> list[Line]:
        return [line for line in self.lines if line.way in ways]

    def total(self, *ways: str) -> Worth:
        return reduce(add, (line.worth for line in self.of(*ways)), NOTHING)

    @property
    def closes(self) -> bool:
        """Whether what was there and what moved make what is left, to the gram."""
        return (self.opening + self.total(IN, OUT, DECLARED, UNEXPLAINED, INSIDE)).wet_g == self.stock.wet_g

    @property
    def impossible(self) -> bool:
        """Whether less than nothing is left or was there before: a deed carries a wrong day."""
        return self.opening.wet_g < 0 or self.stock.wet_g < 0


def statement(scope: Scope, period: Period) -> Statement:
    """Return the statement of the books that a scope asks about; three queries."""
    asked, values = scope.condition()
    during = rows_of(_DURING.replace("{asked}", asked), [*values, period.first, period.last])
    opening, stock = held_before(scope, period.first), held_before(scope, period.last + timedelta(days=1))
    return Statement(scope, period, opening, tuple(_lines(during)), stock)


def held_before(scope: Scope, day: date) -> Worth:
    """Return what lay in the books of a scope before a day, lot by lot."""
    asked, values = scope.condition()
    found = rows_of(_BEFORE.replace("{asked}", asked), [*values, day])
    return reduce(add, (_worth(of, sums) for of, *sums in found), NOTHING)


def _lines(found: Iterable[Row]) -> list[Line]:
    lines: dict[tuple[str, str], Line] = {}
    for cause, comes, inside, of, *sums in found:
        way = INSIDE if inside else way_of(cause, comes)
        worth = _worth(of, sums)
        earlier = lines.get((cause, way))
        postings = sums[0] + (earlier.postings if earlier else 0)
        lines[cause, way] = Line(cause, way, postings, earlier.worth + worth if earlier else worth)
    order = (IN, OUT, DECLARED, UNEXPLAINED, INSIDE)
    return sorted(lines.values(), key=lambda line: (order.index(line.way), line.cause))


def way_of(cause: str, comes: bool) -> str:
    """Return which way a posting of a cause counts."""
    if cause == NOBODY_KNOWS:
        return UNEXPLAINED
    if cause.startswith(CHANGE):
        return DECLARED
    return IN if comes else OUT


def _worth(of: str | None, sums: list[Any]) -> Worth:
    _, wet, moved, dry, dry_known, contained, graded = sums
    held = {of: int(contained)} if of and graded else {}
    return Worth(int(wet), int(dry), held, int(moved), int(dry_known), int(graded) if of else 0)


@dataclass(frozen=True)
class BookLine:
    """One book (party, place, mineral) over a period, in net wet grams; losses are less than nothing."""

    party: str
    place: str
    mineral: str
    opening_g: int
    in_g: int
    out_g: int
    declared_g: int
    unexplained_g: int

    @property
    def stock_g(self) -> int:
        return self.opening_g + self.in_g + self.out_g + self.declared_g + self.unexplained_g


_BOOKS = """
    SELECT move.party, move.place, move.mineral,
        coalesce(sum(grams) FILTER (WHERE on_day < %s), 0)::bigint,
        coalesce(sum(grams) FILTER (WHERE on_day >= %s AND cause NOT LIKE 'change:%%' AND grams > 0), 0)::bigint,
        coalesce(sum(grams) FILTER (WHERE on_day >= %s AND cause NOT LIKE 'change:%%' AND grams < 0), 0)::bigint,
        coalesce(sum(grams) FILTER (
            WHERE on_day >= %s AND cause LIKE 'change:%%' AND cause <> 'change:unexplained'), 0)::bigint,
        coalesce(sum(grams) FILTER (WHERE on_day >= %s AND cause = 'change:unexplained'), 0)::bigint
    FROM ledger_move move WHERE {asked} AND on_day <= %s
    GROUP BY 1, 2, 3 HAVING sum(grams) <> 0 OR max(on_day) >= %s ORDER BY 1, 2, 3 LIMIT %s"""


def books(scope: Scope, period: Period, most: int = 500) -> list[BookLine]:
    """Return the books of a scope one by one; those without stock and without a posting in the period are left out."""
    asked, values = scope.condition()
    days: list[date] = [period.first] * 5
    found = rows_of(_BOOKS.replace("{asked}", asked), [*days, *values, period.last, period.first, most])
    return [BookLine(*record) for record in found]
