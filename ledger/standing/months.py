"""Calendar months: the day so many months later. Pure."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta


def months_later(day: date, months: int) -> date:
    """Return the day so many calendar months later, the month's last day where that day does not exist.

    A day beyond the calendar is the calendar's last.
    """
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > MAXYEAR:
        return date.max
    for last in range(day.day, 27, -1):
        try:
            return day.replace(year=day.year + years, month=month + 1, day=last)
        except ValueError:
            continue
    return day.replace(year=day.year + years, month=month + 1)


def last_of_months(day: date, months: int) -> date:
    """Return the last day of so many calendar months that begin on a day."""
    later = months_later(day, months)
    return later if later == date.max else later - timedelta(days=1)
