"""Conflict near a site as its page shows it: the same rows that the rules count, so that a number can be traced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.deeds.entries import Actor
from ledger.parties.access import may_see_exact_positions
from ledger.parties.models import Place
from ledger.risk.conflict.asking import events_of
from ledger.risk.conflict.determined import area_in_words, cahra_on
from ledger.risk.conflict.events import Near, Seen, is_stale, judged_on, score
from ledger.risk.conflict.models import Cahra, ConflictEvent
from ledger.risk.conflict.near_places import radius, seen_at
from sites.conflict.locations import areas_of_places, determined_now
from sites.conflict.wording import VIOLENCE, WHEN, WHERE

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One event near a site; who fought is empty for those who may not see where sites lie."""

    row: ConflictEvent
    km: int
    violence: Any
    where: Any
    when: Any
    sides: str


@dataclass(frozen=True)
class Shown:
    """What the page of a site says of conflict."""

    is_located: bool
    seen: Seen = field(default_factory=Seen)
    radius_km: int = 0
    deaths: int = 0
    score: int = 0
    is_stale: bool = False
    lines: Sequence[Line] = ()
    following: int | None = None
    determination: Cahra | None = None

    @property
    def area(self) -> str:
        """The area that was determined, in words."""
        return area_in_words(self.determination) if self.determination else ""


def conflict_at(place: Place, actor: Actor, today: date, start: int = 0) -> Shown:
    """Return the events near a place, the latest first, from a number on; a fixed number of questions."""
    seen = seen_at([place.code], today).get(place.code)
    determination = determined_at(place, today)
    if seen is None:
        return Shown(place.cell is not None, determination=determination)
    day = judged_on(seen.until, today)
    part = seen.near[start : start + PER_PAGE]
    return Shown(
        True,
        seen,
        radius(day, place.country),
        sum(each.event.best for each in seen.near),
        score(seen.near, day),
        is_stale(seen.until, today),
        lines_of(part, actor),
        start + PER_PAGE if len(seen.near) > start + PER_PAGE else None,
        determination,
    )


def lines_of(near: Sequence[Near], actor: Actor) -> list[Line]:
    """Return events in words. Names of armed groups beside a site are for those who may see where it lies."""
    named = may_see_exact_positions(actor)
    rows = {row.code: row for row in events_of(each.event.code for each in near)}
    return [
        Line(
            row,
            round(each.km),
            VIOLENCE[row.violence],
            WHERE[row.where_prec],
            WHEN[row.date_prec],
            " – ".join(filter(None, [row.side_a, row.side_b])) if named else "",
        )
        for each in near
        if (row := rows.get(each.event.code)) is not None
    ]


def determined_at(place: Place, today: date) -> Cahra | None:
    """Return the determination that makes the place's area a CAHRA today."""
    determined = determined_now()
    if not determined:
        return None
    return cahra_on(areas_of_places([place.code], determined).get(place.code, ()), determined, today)
