"""When an entry of a row happened: files know days alone, so it is noon at the place. Pure."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def noon(day: str, zone: str) -> str:
    """Return noon of a day in a zone, with its offset."""
    return datetime.combine(date.fromisoformat(day), time(12), ZoneInfo(zone)).isoformat()
