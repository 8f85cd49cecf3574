"""Shares the ranges of a check among processes, which all look at one snapshot of the database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from django.db import connection, connections, transaction

from ledger.log.verify import Checked, LogKeys, check_range, ranges

Done = tuple[int, Checked]
"""The end of a range, and what was checked in it."""
_kept: list[Any] = []
"""What a child must not let go of: the parent's connection, and its own transaction."""


def in_order(since: int, size: int, keys: LogKeys, jobs: int = 1) -> Iterator[Done]:
    """Check ranges and yield each in its order; raises FalseLog for the first that is false.

    With more than one job, the caller is in a transaction that holds its snapshot.
    """
    parts = list(ranges(since, size))
    if jobs < 2 or len(parts) < 2:
        for start, end in parts:
            yield end, check_range(start, end, keys)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (shared,) = cursor.fetchone()
    with ProcessPoolExecutor(jobs, get_context("fork"), _begin, (shared,)) as pool:
        checks = [pool.submit(check_range, start, end, keys) for start, end in parts]
        try:
            for (_, end), check in zip(parts, checks, strict=True):
                yield end, check.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(shared: str) -> None:
    """Give this process a connection of its own that sees what the parent sees, to its end."""
    _kept.append(connections["default"])
    connections["default"] = connections.create_connection("default")
    held = transaction.atomic()
    held.__enter__()
    _kept.append(held)
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [shared])
