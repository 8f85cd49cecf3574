"""INC-03: by when an incident is acknowledged, has a plan, is decided. Dated parameters, pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ledger.deeds.guards import works_out
from ledger.reference.parameters import parameter
from ledger.risk.incidents.tables import ACKNOWLEDGE, CLOSED, DECIDE, PLAN, STEP
from ledger.standing.months import months_later

SOURCE = "domain/custody_3t.md §6, INC-03 (proposal)"
HOUR = timedelta(hours=1)


def limits(level: int, day: date) -> dict[str, int]:
    """Return the limits of a level that are in force on a day, as the event keeps them."""
    return {
        "acknowledge_hours": parameter(f"incident_acknowledge_hours.{level}", day),
        "plan_days": parameter(f"incident_plan_days.{level}", day),
        "stop_months": parameter("incident_stop_months", day),
        "publish_days": parameter("incident_publish_days", day),
    }


def deadlines(limit: Mapping[str, int], opened: datetime) -> dict[str, Any]:
    """Return when the clocks of an incident end that the book has known since a moment."""
    day = opened.astimezone(UTC).date()
    return {
        "ack_by": opened + limit["acknowledge_hours"] * HOUR,
        "plan_by": day + timedelta(days=limit["plan_days"]),
        "decide_by": months_later(day, limit["stop_months"]),
        "publish_from": day + timedelta(days=limit["publish_days"]),
    }


def deadlines_after(row: Any, level: int, limit: Mapping[str, int], moment: datetime) -> dict[str, Any]:
    """Return the clocks after a change of level; the six-month stop belongs to the case, not to its level.

    Graver: the shorter times run from the change, and never end later than before. Less grave: the longer times run
    from the opening, so that a change of level gives no time that the level would not have given from the start.
    """
    if level > row.level:
        said = deadlines(limit, row.opened_at)
        return {"ack_by": said["ack_by"], "plan_by": said["plan_by"]}
    said = deadlines(limit, moment)
    return {"ack_by": min(said["ack_by"], row.ack_by), "plan_by": min(said["plan_by"], row.plan_by)}


@dataclass(frozen=True)
class Running:
    """A clock that runs: its word, since when, until when."""

    clock: str
    begun: datetime
    due: datetime

    def over_at(self, now: datetime) -> bool:
        return now > self.due


@works_out("INC-03", on="incident.reported.v1", source=SOURCE, otherwise=())
def running(row: Any) -> tuple[Running, ...]:
    """The clocks of an open incident that nobody has stopped yet; what is over is told and escalated."""
    return tuple(_running(row))


def _running(row: Any) -> Iterator[Running]:
    if row.state == CLOSED:
        return
    if row.acknowledged_at is None:
        yield Running(ACKNOWLEDGE, row.opened_at, row.ack_by)
    if row.plan_on is None:
        yield Running(PLAN, row.opened_at, end_of(row.plan_by))
    elif row.step_by is not None:
        yield Running(STEP, start_of(row.plan_on), end_of(row.step_by))
    if row.decide_by is not None:
        yield Running(DECIDE, row.opened_at, end_of(row.decide_by))


def over(row: Any, now: datetime) -> list[Running]:
    """Return the clocks that are over at a moment."""
    return [each for each in running(row) if each.over_at(now)]


def end_of(day: date) -> datetime:
    """Return the end of a day in UTC: a day named as a limit counts in full."""
    return datetime.combine(day, time(), UTC) + timedelta(days=1) - timedelta(seconds=1)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
