"""The balance and the exceptions of the programme, by SQL over read tables and the log: kilograms that add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

LATE_HOURS = 48
LOTS = """
    SELECT CASE WHEN made_as IN ('opening', 'import') THEN made_as
        WHEN made_as = 'production' OR made_as IS NULL AND tag IS NOT NULL THEN 'tagged' ELSE 'blended' END,
        state, on_hold, count(*), sum(mass_g)
    FROM ledger_lot GROUP BY 1, 2, 3"""
CHANGES = "SELECT cause, count(*), sum(grams) FROM ledger_lotchange GROUP BY cause ORDER BY cause"
MOVED = """
    SELECT split_part(event.kind, '.v', 1), count(*), sum(lot.mass_g)
    FROM ledger_event event JOIN ledger_lotevent spoken ON spoken.event_id = event.id
    JOIN ledger_lot lot ON lot.code = spoken.lot
    WHERE event.kind LIKE 'lot.bought.%%' OR event.kind LIKE 'consignment.%%' GROUP BY 1"""
LATE = """
    WITH late AS (
        SELECT spoken.lot, event.id, event.happened_at
        FROM ledger_event event JOIN ledger_lotevent spoken ON spoken.event_id = event.id
        WHERE event.recorded_at - event.happened_at > make_interval(hours => %s))
    SELECT (SELECT count(DISTINCT id) FROM late), coalesce(sum(lot.mass_g), 0), (SELECT min(happened_at) FROM late)
    FROM ledger_lot lot WHERE lot.code IN (SELECT lot FROM late) AND NOT EXISTS (
        SELECT FROM ledger_edge edge WHERE edge.child = lot.code AND edge.parent IN (SELECT lot FROM late))"""
REFUSED = """
    SELECT count(*), coalesce(sum((facts->>'mass_g')::bigint), 0), min(received_at),
           count(*) FILTER (WHERE code = 'tag_already_used'),
           coalesce(sum((facts->>'mass_g')::bigint) FILTER (WHERE code = 'tag_already_used'), 0),
           min(received_at) FILTER (WHERE code = 'tag_already_used')
    FROM ledger_inboxentry WHERE status = 'refused'"""
HELD = "SELECT count(*), coalesce(sum(mass_g), 0), min(opened_on) FROM ledger_lot WHERE on_hold"
UNKNOWN = """
    SELECT count(DISTINCT origin.lot), coalesce(sum(origin.grams), 0), min(origin.dug_on)
    FROM ledger_origin origin JOIN ledger_lot lot ON lot.code = origin.lot
    WHERE origin.place = 'UNKNOWN' AND lot.state <> 'consumed'"""
STOPPED = """
    SELECT count(*), min(raised_on), coalesce((
        SELECT sum(origin.grams) FROM ledger_origin origin JOIN ledger_lot lot ON lot.code = origin.lot
        WHERE lot.state <> 'consumed' AND (
            origin.place IN (SELECT subject FROM ledger_flag WHERE severity = 'stop' AND cleared_on IS NULL)
            OR origin.lot IN (SELECT subject FROM ledger_flag WHERE severity = 'stop' AND cleared_on IS NULL))), 0)
    FROM ledger_flag WHERE severity = 'stop' AND cleared_on IS NULL"""
SEALED = "SELECT (SELECT count(*) FROM ledger_leaf), (SELECT count(*) FROM ledger_pending)"


@dataclass(frozen=True)
class Line:
    """One line of the balance: lots and signed grams."""

    name: str
    lots: int
    grams: int


@dataclass(frozen=True)
class Balance:
    """What was tagged and every change make what is in stock; the rest is not explained, and has its own line."""

    lines: list[Line]
    not_explained: Line
    moved: list[Line]


@dataclass(frozen=True)
class Found:
    """One exception: how many, how many grams (None: not known), since when."""

    name: str
    serious: str
    count: int
    grams: int | None
    oldest: date | None


def ask(sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or [])
        return list(cursor.fetchall())


def balance() -> Balance:
    """Return the balance of the whole programme, three questions."""
    lots = [(made, state, int(count), int(grams)) for made, state, _hold, count, grams in ask(LOTS)]
    changes = {cause: Line(cause, int(count), int(grams)) for cause, count, grams in ask(CHANGES)}
    tagged = _sum("tagged", (each for each in lots if each[0] == "tagged"))
    stock = _sum("in_stock", (each for each in lots if each[1] == "open"), sign=-1)
    moving = _sum("on_the_way", (each for each in lots if each[1] == "in_transit"), sign=-1)
    brought = [_sum(made, (each for each in lots if each[0] == made)) for made in ("opening", "import")]
    gone = [_sum(state, (each for each in lots if each[1] == state), sign=-1) for state in ("exported", "voided")]
    unexplained = changes.pop("unexplained", Line("unexplained", 0, 0))
    came, went = ([line for line in some if line.lots] for some in (brought, gone))
    lines = [tagged, *came, *changes.values(), stock, moving, *went]
    rest = Line("not_explained", unexplained.lots, sum(line.grams for line in lines))
    blended_in = _sum("blended_in", (each for each in lots if each[1] == "consumed"))
    blended_out = _sum("blended_out", (each for each in lots if each[0] == "blended"))
    moved = [Line(kind, int(count), int(grams)) for kind, count, grams in sorted(ask(MOVED), reverse=True)]
    return Balance(lines, rest, [*moved, blended_in, blended_out])


def _sum(name: str, lots: Any, sign: int = 1) -> Line:
    chosen = list(lots)
    return Line(name, sum(each[2] for each in chosen), sign * sum(each[3] for each in chosen))


def exceptions() -> list[Found]:
    """Return the exceptions, most grams first; those that are not there are left out."""
    ((late, late_g, late_since),) = ask(LATE, [LATE_HOURS])
    ((refused, refused_g, refused_since, twice, twice_g, twice_since),) = ask(REFUSED)
    ((held, held_g, held_since),) = ask(HELD)
    ((unknown, unknown_g, unknown_since),) = ask(UNKNOWN)
    ((stops, stops_since, stops_g),) = ask(STOPPED)
    found = [
        Found("late", "yellow", late, int(late_g), _day(late_since)),
        Found("second_use", "red", twice, int(twice_g), _day(twice_since)),
        Found("refused", "yellow", refused, int(refused_g), _day(refused_since)),
        Found("hold", "hold", held, int(held_g), held_since),
        Found("unknown", "none", unknown, int(unknown_g), unknown_since),
        Found("stop", "red", stops, int(stops_g), stops_since),
    ]
    return sorted((each for each in found if each.count), key=lambda each: (-(each.grams or 0), each.name))


def _day(moment: Any) -> date | None:
    return moment.date() if moment else None


def sealed() -> tuple[int, int]:
    """Return how many entries have a position, and how many wait for one."""
    ((done, waiting),) = ask(SEALED)
    return done, waiting
