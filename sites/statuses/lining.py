"""The register's line of a site says in columns what its decisions say: each of the three in its own (MINE-05)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.deeds.entries import Event
from ledger.deeds.rows import Rows
from ledger.standing.clock import NONE, Reckoned, reckon
from ledger.standing.lengths import Spelled, lengths_of, read_lengths
from ledger.standing.reading import OWN, SCHEME, decided_on, in_force
from ledger.standing.tables import STANDING
from sites.tables import MINE_SITE

Clock = dict[str, Spelled]
"""The schedule of the clock for each country that an event touches."""


def clock_of(places: Iterable[str], rows: Rows) -> dict[str, Clock]:
    """Return the resolved input of every deed that touches a status: the clock's lengths as they are configured."""
    sites = (rows.get(MINE_SITE, place) for place in places)
    countries = sorted({site.country for site in sites if site is not None})
    return {"clock": {country: lengths_of(country).spelled() for country in countries}}


def recorded_on(event: Event) -> date:
    """Return the day on which an event came into the book: the columns tell of today, however late it came."""
    return date.fromisoformat(event.recorded_at[:10])


def apply_line(rows: Rows, place: str, day: date, clock: Clock | None) -> None:
    """Bring the status columns of a site up to its statements, as of a day."""
    site = rows.get(MINE_SITE, place)
    if site is None:
        return
    statements = rows.of(STANDING, place)
    step = reckon(statements, day, read_lengths((clock or {}).get(site.country)))
    scheme, own = (_in_force(statements, topic, day) for topic in (SCHEME, OWN))
    rows.change(
        MINE_SITE,
        place,
        **columns_of(step),
        scheme=scheme.value if scheme else None,
        scheme_since=scheme.valid_from if scheme else None,
        own=own.value if own else None,
    )


def columns_of(step: Reckoned) -> dict[str, Any]:
    """Return what the line says of a step: its last day and the colour that follows without an act.

    A Yellow or Red that is overdue keeps the day on which it fell due, and is followed by itself.
    """
    until, then = (step.until, step.then) if step.until or not step.overdue else (step.review, step.colour)
    return {
        "state": _colour(step.colour),
        "state_since": step.began,
        "state_until": until,
        "state_then": _colour(then),
    }


def _colour(colour: str | None) -> str | None:
    return None if colour == NONE else colour


def _in_force(statements: Iterable[Any], topic: str, day: date) -> Any | None:
    decision = decided_on(statements, topic, day)
    return decision if in_force(decision, day) else None
