"""Two questions over origins, one indexed read each: where from, in grams, and which lots since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from ledger.custody.models import Origin

_LOTS = """
    SELECT lot.code, lot.mineral, lot.state, lot.holder, lot.mass_g, of_place.grams, lot.event_id
    FROM (SELECT lot, sum(grams)::bigint AS grams FROM ledger_origin
          WHERE place = %s AND dug_on >= %s GROUP BY lot) of_place
    JOIN ledger_lot lot ON lot.code = of_place.lot
    WHERE lot.event_id < %s ORDER BY lot.event_id DESC LIMIT %s"""
_OPEN_TOTAL = """
    SELECT COALESCE(sum(origin.grams), 0)::bigint FROM ledger_origin origin
    JOIN ledger_lot lot ON lot.code = origin.lot AND lot.state <> 'consumed'
    WHERE origin.place = %s AND origin.dug_on >= %s"""
NEWEST = 2**62


@dataclass(frozen=True)
class LotOfPlace:
    """A lot with ore of a place: `grams` of its `mass_g` were dug there."""

    code: str
    mineral: str
    state: str
    holder: str
    mass_g: int
    grams: int
    event_id: int


def origins_of(lot: str) -> list[Origin]:
    """Return the origins of a lot, heaviest first."""
    return list(Origin.objects.filter(lot=lot).order_by("-grams", "place", "dug_on"))


def lots_of_place(place: str, since: date | str, before: int = NEWEST, most: int = 500) -> tuple[list[LotOfPlace], int]:
    """Return lots with ore dug at a place since a day, newest first, and its grams in all lots not consumed.

    `before` is the event id of the last line of the page before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOTS, [place, since, before, most])
        lots = [LotOfPlace(*record) for record in cursor.fetchall()]
        cursor.execute(_OPEN_TOTAL, [place, since])
        return lots, int(cursor.fetchone()[0])
