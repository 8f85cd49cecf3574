"""Back-pressure: while events come faster than they get positions, no more are let in (domain/proofs.md §4.8).

What was let in has a promise: a position within LOG_PROMISE_S. Whoever comes too early is told when to come again,
before anything is written; the same key may then be used.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from ledger.errors import LogBehind

LOOK_EVERY_S = 0.5
"""How old the last look may be: a depot that sends a day's entries asks once, not for each batch."""
_ASK = """
    SELECT (SELECT count(*) FROM (SELECT FROM ledger_pending LIMIT %s) counted),
           (SELECT EXTRACT(EPOCH FROM clock_timestamp() - since) FROM ledger_pending ORDER BY event_id LIMIT 1)"""


@dataclass
class _Look:
    """What was seen last, and when by a clock that nobody sets."""

    at: float = float("-inf")
    is_behind: bool = False


_last = _Look()


def refuse_if_behind() -> None:
    """Raise LogBehind while too many events wait for a position, or one has waited too long; both by the database."""
    now = time.monotonic()
    if now - _last.at >= LOOK_EVERY_S:
        _last.is_behind, _last.at = _is_behind(), now
    if _last.is_behind:
        raise LogBehind


def wait_while_behind(most_s: float = 600.0) -> None:
    """Wait until more is let in: for programs that have time, such as an import. Raises LogBehind after so long."""
    until = time.monotonic() + most_s
    while True:
        try:
            return refuse_if_behind()
        except LogBehind:
            if time.monotonic() > until:
                raise
            time.sleep(LOOK_EVERY_S)


def look_again() -> None:
    """Forget the last look."""
    _last.at = float("-inf")


def _is_behind() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [settings.LOG_MOST_PENDING])
        pending, oldest = cursor.fetchone()
    return pending >= settings.LOG_MOST_PENDING or (oldest is not None and oldest > settings.LOG_OLDEST_PENDING_S)
