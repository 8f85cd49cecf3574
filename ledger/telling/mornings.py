"""When a digest is due: in the morning of the reader's own depot. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def next_morning(now: datetime, zone: str, hour: int) -> datetime:
    """Return the next moment after `now` at which it is `hour` o'clock in a zone, in UTC."""
    there = now.astimezone(ZoneInfo(zone))
    morning = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    if morning <= there:
        # a day on by the calendar: with a change of the clocks in between it is not 24 hours
        morning = (there + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return morning.astimezone(UTC)
