"""What conflict events say of a place or a way: how many are near, how much they weigh today. Pure, over loaded rows.

An event within the radius counts as one, less where its place is known less well, and half as much with every half-life
that has passed since. What is an area (`where_prec` of 4 and more) has no distance: it counts for its province alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.reference.parameters import parameter
from ledger.risk.conflict.geometry import Point
from ledger.standing.months import months_later
from ledger.units import PPM

AN_AREA = 4
"""From this `where_prec` on an event is an area and no point."""
MOST_NAMED = 20
"""Events whose numbers stand in a flag; their count stands there too."""
THOUSANDTHS = 1_000


@dataclass(frozen=True)
class Event:
    """One conflict event, as far as a rule looks at it."""

    code: str
    began_on: date
    ended_on: date
    where_prec: int
    point: Point
    best: int
    country: str = ""


@dataclass(frozen=True)
class Near:
    """An event and how many kilometres from it."""

    event: Event
    km: float


@dataclass(frozen=True)
class Seen:
    """What was found near a place or way up to a day: events in the order of their days, the latest first."""

    near: Sequence[Near] = ()
    until: date | None = None
    """The last day of any event that is held of the country; None where no event of it is held at all."""
    in_province: int = 0
    """Events of the province or country whose place is not known better."""
    since: date = field(default=date.min)


def window(today: date) -> date:
    """Return the first day that is looked at: whole months, so that evidence changes by the month and not daily."""
    return months_later(today.replace(day=1), -parameter("conflict_window_months", today))


def is_stale(until: date | None, today: date) -> bool:
    """Say whether the events that are held end too long ago to say anything of today."""
    if until is None:
        return False
    return months_later(until, parameter("conflict_data_months", today)) <= today


def judged_on(until: date | None, today: date) -> date:
    """Return the day for which near events are weighed: today, or the last that the data know of."""
    return until if until is not None and is_stale(until, today) else today


def within(events: Iterable[Event], km_of: Callable[[Point], float], km: float, since: date, day: date) -> list[Near]:
    """Return the events with a place of their own that lie near and in the time, the latest first."""
    points = [each for each in events if each.where_prec < AN_AREA and each.began_on <= day and each.ended_on >= since]
    found = [Near(each, distance) for each in points if (distance := km_of(each.point)) <= km]
    return sorted(found, key=lambda near: (near.event.ended_on, near.event.code), reverse=True)


def score(near: Iterable[Near], day: date) -> int:
    """Return what events weigh on a day, in thousandths of one event of today whose place is known exactly."""
    half_life = parameter("conflict_half_life_days", day)
    weights = {prec: parameter(f"conflict_weight_ppm.{prec}", day) for prec in range(1, AN_AREA)}
    total = sum(
        weights[max(1, each.event.where_prec)] * 0.5 ** (max(0, (day - each.event.ended_on).days) / half_life)
        for each in near
    )
    return round(total * THOUSANDTHS / PPM)


def evidence(near: Sequence[Near]) -> dict[str, Any]:
    """Return the numbers of a flag: how many, deaths, the nearest, the latest day, and which rows they are."""
    named = ", ".join(each.event.code for each in near[:MOST_NAMED])
    return {
        "events": len(near),
        "deaths": sum(each.event.best for each in near),
        "nearest_km": round(min(each.km for each in near)),
        "latest": max(each.event.ended_on for each in near).isoformat(),
        "rows": named,
    }
