"""Back off: how long to wait after a failure, longer each time and never quite the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ledger.reference.parameters import parameter


@dataclass(frozen=True)
class Patience:
    """The parameters of waiting; `most_tries` and `alarm` say when to give up a message, and an endpoint."""

    first_s: int
    factor: int
    longest_s: int
    jitter_percent: int
    most_tries: int
    alarm: int

    def wait(self, failures: int, chance: float, asked_s: int = 0) -> timedelta:
        """Return how long to wait after so many failures; `chance` lies between 0 and 1.

        A receiver that asks for more time gets it, up to the longest wait.
        """
        seconds = min(self.longest_s, self.first_s * self.factor ** min(failures - 1, 40))
        swing = 1 + self.jitter_percent / 100 * (2 * chance - 1)
        return timedelta(seconds=max(seconds * swing, min(asked_s, self.longest_s)))


def patience(day: date) -> Patience:
    """Return the parameters in force on a day."""
    names = ("first_retry_s", "retry_factor", "longest_wait_s", "jitter_percent", "most_tries", "alarm_failures")
    return Patience(*(parameter(f"webhook_{name}", day) for name in names))
