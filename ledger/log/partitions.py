"""Partitions of the event table are made ahead; a missing one would stop every writer."""

from __future__ import annotations

import logging

from django.db import connection

logger = logging.getLogger(__name__)

PARTITION_IDS = 1_000_000
AHEAD = 3
LEAST_IDS_LEFT = 500_000
"""With fewer left, whoever should make partitions ahead does not: that is worth an alarm."""


def make_partitions_ahead(ahead: int = AHEAD) -> int:
    """Make the partitions that the next ids will need, and some more; return how many were made.

    The serving login owns no table: the owner's function makes them for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM ledger_event_id_seq")
        current = cursor.fetchone()[0] // PARTITION_IDS
        made = 0
        for number in range(current, current + ahead + 1):
            cursor.execute("SELECT ledger_make_partition(%s)", [number])
            made += cursor.fetchone()[0]
        return made


def keep_partitions_ahead() -> int:
    """Make partitions ahead and raise the alarm if there is no room all the same; return how many ids are left."""
    make_partitions_ahead()
    left = ids_left()
    if left < LEAST_IDS_LEFT:
        logger.error("partitions_low: there is room for %d more events, then every writer stops", left)
    return left


def ids_left() -> int:
    """Return how many event ids fit into the partitions that exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM ledger_event_id_seq")
        used = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass")
        return int(cursor.fetchone()[0]) * PARTITION_IDS - int(used)
