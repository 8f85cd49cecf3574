"""A statement spelled out for programs: one record for JSON, rows for a file; grams, never rounded kilograms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.balance.asking import Asked
from ledger.balance.counts import Counted
from ledger.balance.statements import DECLARED, IN, INSIDE, OUT, UNEXPLAINED, BookLine, Statement
from ledger.balance.worth import Worth

COLUMNS = ("line", "cause", "postings", "wet_g", "dry_g", "dry_unknown_ppm", "contained", "contained_unknown_ppm")


def worth(each: Worth) -> dict[str, Any]:
    """Return a sum in its three masses, with the shares that nobody can tell."""
    return {
        "wet_g": each.wet_g,
        "dry_g": each.dry_g,
        "dry_unknown_ppm": each.dry_unknown_ppm,
        "contained_g": each.contained_g,
        "contained_unknown_ppm": each.ungraded_ppm,
    }


def record(said: Statement, asked: Asked, books: list[BookLine], counts: list[Counted]) -> dict[str, Any]:
    """Return the whole statement as one record."""
    scope = said.scope
    return {
        "party": scope.party or None,
        "place": scope.place or None,
        "mineral": scope.mineral or None,
        "lot": scope.lot or None,
        "from": said.period.first.isoformat(),
        "to": said.period.last.isoformat(),
        "known_on": asked.known_on.isoformat() if asked.known_on else None,
        "known_event": scope.known,
        "opening": worth(said.opening),
        "lines": [
            {"cause": line.cause, "way": line.way, "postings": line.postings, **worth(line.worth)}
            for line in said.lines
        ],
        "in": worth(said.total(IN)),
        "out": worth(said.total(OUT)),
        "declared": worth(said.total(DECLARED)),
        "unexplained": worth(said.total(UNEXPLAINED)),
        "stock": worth(said.stock),
        "closes": said.closes,
        "impossible": said.impossible,
        "books": [{**vars(book), "stock_g": book.stock_g} for book in books],
        "counts": [
            {**vars(count), "on_day": count.on_day.isoformat(), "difference_g": count.difference_g} for count in counts
        ],
    }


def rows(said: Statement) -> Iterator[list[Any]]:
    """Yield the rows of a file: opening, every cause, stock. Signed grams: the rows above the stock add up to it."""
    yield list(COLUMNS)
    yield ["opening", "", "", *_cells(said.opening)]
    for way in (IN, OUT, DECLARED, UNEXPLAINED, INSIDE):
        for line in said.of(way):
            yield [line.way, line.cause, line.postings, *_cells(line.worth)]
    yield ["stock", "", "", *_cells(said.stock)]


def _cells(each: Worth) -> list[Any]:
    contained = "; ".join(f"{of} {grams}" for of, grams in each.contained_g.items())
    dry = "" if each.dry_g is None else each.dry_g
    return [each.wet_g, dry, each.dry_unknown_ppm, contained, each.ungraded_ppm]
