"""Measures the log for whoever operates it: sizes, ages and lags, in one question; no fact of any event."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from ledger.log.partitions import ids_left

_ASK = """
    SELECT state.size, state.frozen IS NOT NULL, state.lag_ms,
           (SELECT count(*) FROM ledger_pending),
           (SELECT EXTRACT(EPOCH FROM clock_timestamp() - min(since)) FROM ledger_pending),
           (SELECT EXTRACT(EPOCH FROM clock_timestamp() - signed_at) FROM ledger_checkpoint ORDER BY size DESC LIMIT 1),
           (SELECT size FROM ledger_checkpoint ORDER BY size DESC LIMIT 1),
           (SELECT EXTRACT(EPOCH FROM clock_timestamp() - published_at) FROM ledger_published),
           (SELECT size FROM ledger_published)
    FROM (SELECT 1) one LEFT JOIN ledger_logstate state ON state.id = 1"""


@dataclass(frozen=True)
class Measures:
    """How the log stands. Ages and lags are in seconds; None where there is nothing yet to have an age."""

    size: int
    frozen: bool
    position_lag_s: float | None
    pending: int
    oldest_pending_s: float | None
    checkpoint_age_s: float | None
    checkpoint_size: int | None
    published_age_s: float | None
    published_size: int | None
    followers: dict[str, int]
    ids_left: int

    @property
    def events(self) -> int:
        """How many events were taken, with and without a position."""
        return self.size + self.pending


def measure() -> Measures:
    """Ask the database how the log stands; three queries, whatever its size."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        size, frozen, lag, pending, oldest, signed, signed_size, published, published_size = cursor.fetchone()
        cursor.execute("SELECT name, position FROM ledger_cursor ORDER BY name")
        followers = {name: max(0, (size or 0) - position) for name, position in cursor.fetchall()}
    return Measures(
        size=size or 0,
        frozen=bool(frozen),
        position_lag_s=None if lag is None else lag / 1000,
        pending=pending,
        oldest_pending_s=_seconds(oldest),
        checkpoint_age_s=_seconds(signed),
        checkpoint_size=signed_size,
        published_age_s=_seconds(published),
        published_size=published_size,
        followers=followers,
        ids_left=ids_left(),
    )


def _seconds(age: object) -> float | None:
    # a clock that was set back must not show an age below zero
    return None if age is None else max(0.0, float(age))  # type: ignore[arg-type]
