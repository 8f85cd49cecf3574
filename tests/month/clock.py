"""The clock of a played month.

The product reads the clock of its machine and offers nobody another one: who could set it could backdate what is
entered. So the harness moves the clock of its own process, in which the served program runs too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from types import TracebackType

import time_machine

YEAR, MONTH = 2026, 10
NAME = f"{YEAR}-{MONTH:02d}"
HERE = timezone(timedelta(hours=2))
FIRST = date(YEAR, MONTH, 1)


def day(number: int) -> str:
    """Return a day of the month, counted from 1; 0 and less lie before it."""
    return (FIRST + timedelta(days=number - 1)).isoformat()


def at(number: int, hour: int, minute: int = 0) -> str:
    """Return a moment of the month as somebody there writes it."""
    return f"{day(number)}T{hour:02d}:{minute:02d}:00+02:00"


class Clock:
    """Moves the clock of this process; it goes on ticking."""

    def __init__(self) -> None:
        self._travel: time_machine.travel | None = None

    def set(self, number: int, hour: int, minute: int = 0) -> None:
        """Let it be this hour of this day of the month."""
        self.stop()
        moment = datetime.fromisoformat(at(number, hour, minute)).astimezone(UTC)
        self._travel = time_machine.travel(moment, tick=True)
        self._travel.start()

    def stop(self) -> None:
        """Let the clock be the machine's again."""
        if self._travel:
            self._travel.stop()
            self._travel = None

    def __enter__(self) -> Clock:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
