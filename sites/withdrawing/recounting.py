"""What a site's line says is worked out anew from the entries that are left when some were taken back. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.deeds.rows import Rows
from ledger.standing.reading import WITHDRAWN
from ledger.standing.tables import STANDING
from sites.describing.tables import DESCRIPTION
from sites.tables import MINE_SITE, VISIT
from sites.visits.summing import of_visits


def line_without(rows: Rows, place: str, taken_back: Iterable[int]) -> Any | None:
    """Return a site's line as the visits that are left make it, or None where no visit is taken back.

    How mechanised a site is may also stand in a description: the later of the two counts.
    """
    gone = set(taken_back)
    visits = rows.of(VISIT, place)
    if not any(visit.event_id in gone for visit in visits):
        return None
    for each in rows.of(STANDING, place):
        if each.topic == WITHDRAWN:
            gone |= set(each.terms["events"])
    site = rows.get(MINE_SITE, place)
    line = site._replace(**of_visits([visit for visit in visits if visit.event_id not in gone], site))
    described = [each for each in rows.of(DESCRIPTION, place) if each.mechanisation is not None]
    last = max(described, key=lambda each: (each.as_of, each.event_id), default=None)
    if last and (line.mechanisation_on is None or last.as_of >= line.mechanisation_on):
        line = line._replace(mechanisation=last.mechanisation, mechanisation_on=last.as_of)
    return line
