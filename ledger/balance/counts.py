"""Counts beside the book: what two people found at a place, and what the book says of the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.balance.books import Scope, rows_of
from ledger.units import PPM

_LAST = """
    SELECT DISTINCT ON (counted.place, counted.mineral, counted.party) counted.place, counted.mineral, counted.party,
        counted.on_day, counted.counted_g, counted.book_g, counted.event_id, (
            SELECT coalesce(sum(move.grams), 0)::bigint FROM ledger_move move
            WHERE move.place = counted.place AND move.mineral = counted.mineral AND move.party = counted.party
                AND move.on_day <= counted.on_day AND (%(known)s::bigint IS NULL OR move.event_id <= %(known)s))
    FROM ledger_stockcount counted
    WHERE counted.on_day <= %(day)s AND (%(known)s::bigint IS NULL OR counted.event_id <= %(known)s)
        AND (%(place)s = '' OR counted.place = %(place)s) AND (%(party)s = '' OR counted.party = %(party)s)
        AND (%(mineral)s = '' OR counted.mineral = %(mineral)s)
    ORDER BY 1, 2, 3, counted.on_day DESC, counted.event_id DESC LIMIT 500"""


@dataclass(frozen=True)
class Counted:
    """A stock-take: grams counted, the book when it was entered, and the book of that day as known now."""

    place: str
    mineral: str
    party: str
    on_day: date
    counted_g: int
    book_then_g: int
    event_id: int
    book_g: int

    @property
    def difference_g(self) -> int:
        """Counted less book: below nothing, ore is missing."""
        return self.counted_g - self.book_g

    @property
    def difference_ppm(self) -> int:
        """The difference as a share of the book; all of it where the book is empty."""
        return PPM * abs(self.difference_g) // abs(self.book_g) if self.book_g else PPM * bool(self.difference_g)


def last_counts(scope: Scope, day: date) -> list[Counted]:
    """Return the last stock-take of every place, mineral and party of a scope by a day; one query. None for a lot."""
    if scope.lot:
        return []
    values = {"day": day, "known": scope.known, "place": scope.place, "party": scope.party, "mineral": scope.mineral}
    return [Counted(*record) for record in rows_of(_LAST, values)]
