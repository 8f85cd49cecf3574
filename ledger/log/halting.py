"""Halting: a log that differs from its own published past takes nothing more, until an operator has put that right.

The reason lies in the row that fences sequencers. The trigger behind every insert of events looks there, so nobody,
through whatever door, adds to a frozen log; `refuse_if_frozen` says so before any work is done.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from ledger.errors import LogFrozen
from ledger.log.models import LogState

LOOK_EVERY_S = 5.0
"""How old what `seems_frozen` answers may be: pages ask it each time, and must not pay for it."""
_looked: tuple[float, bool] | None = None


def freeze(reason: str, published: str | None, held: str | None, whose: str = "") -> None:
    """Freeze the log: `published` is the checkpoint that the world holds, `held` the database's last one (notes).

    `whose` is the witness that holds the first, by its name; without one it is the anchor's. A database that holds
    nothing at all, not even the row of a log, is frozen as well: it may have lost everything.
    """
    said = {
        "reason": reason,
        "published": published,
        "held": held,
        "whose": whose,
        "since": datetime.now(UTC).isoformat(),
    }
    LogState.objects.get_or_create(id=1, defaults={"size": 0, "origin": settings.LOG_ORIGIN})
    LogState.objects.filter(id=1, frozen__isnull=True).update(frozen=said)
    remember(True)


def frozen() -> dict[str, Any] | None:
    """Return why, since when, and both checkpoints; None while all is well."""
    return LogState.objects.filter(id=1).values_list("frozen", flat=True).first()


def thaw() -> None:
    """Let the log go on; only after it has been shown to hold all that was published."""
    LogState.objects.filter(id=1).update(frozen=None)
    remember(False)


def refuse_if_frozen() -> None:
    """Raise LogFrozen while the log is frozen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM ledger_logstate WHERE frozen IS NOT NULL")
        if cursor.fetchone() is not None:
            raise LogFrozen


def seems_frozen() -> bool:
    """Say whether the log was frozen a few seconds ago at the latest; for what is merely shown."""
    if _looked is None or time.monotonic() - _looked[0] > LOOK_EVERY_S:
        remember(LogState.objects.filter(id=1, frozen__isnull=False).exists())
    return _looked is not None and _looked[1]


def remember(is_frozen: bool) -> None:
    """Keep what is known now, for `seems_frozen`."""
    global _looked
    _looked = (time.monotonic(), is_frozen)
