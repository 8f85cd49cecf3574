"""A consignment's time on the road against what is usual between its two places (CUST-05). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.reference.parameters import parameter

LOW, HIGH = 5, 95


@dataclass(frozen=True)
class Road:
    """A consignment as the rule sees it: its days, and the days that earlier ones took between the same places."""

    consignment: str
    sent_on: date
    expected_on: date | None
    ended_on: date | None
    coming: bool
    past: Sequence[int] = ()


def corridor(past: Sequence[int], fewest: int) -> tuple[int, int] | None:
    """Return the 5th and 95th percentile of past days by nearest rank; None where there are too few to say."""
    if len(past) < fewest:
        return None
    ordered = sorted(past)
    low, high = (ordered[max(0, -(-len(ordered) * share // 100) - 1)] for share in (LOW, HIGH))
    return low, high


def awaited_on(road: Road) -> date:
    """Return the day on which a consignment should arrive; where nobody said when, so many days after it left."""
    return road.expected_on or road.sent_on + timedelta(days=parameter("consignment_unsaid_days", road.sent_on))


def missing_since(road: Road) -> date:
    """Return the first day on which a consignment that has not arrived counts as missing."""
    return awaited_on(road) + timedelta(days=parameter("consignment_overdue_days", road.sent_on) + 1)


def is_overdue(road: Road, today: date) -> bool:
    """Say whether a consignment should have been there long ago."""
    return road.coming and missing_since(road) <= today


def unusual_days(road: Road) -> tuple[int, int, int] | None:
    """Return the days that it took with the usual least and most, where it took fewer or more."""
    usual = corridor(road.past, parameter("transit_fewest", road.sent_on))
    if road.ended_on is None or road.coming or usual is None:
        return None
    took = (road.ended_on - road.sent_on).days
    return None if usual[0] <= took <= usual[1] else (took, *usual)
