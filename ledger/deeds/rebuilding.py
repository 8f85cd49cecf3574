"""Rebuild: every read table is emptied and made anew from the log, after a release that changed their shape.

Runs as the login that owns the tables, with writers shut out; readers see the old tables until it commits.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import connection, transaction

from ledger.deeds.replay import apply_batch, events
from ledger.deeds.tables import TABLES


def shape() -> str:
    """Return a digest of the read tables' columns: another shape means that they must be rebuilt."""
    said = "\n".join(f"{table.db} {sorted(table.columns.items())}" for _, table in sorted(TABLES.items()))
    return hashlib.sha256(said.encode()).hexdigest()


def rebuild() -> int:
    """Empty the read tables, replay the log into them, and return how many events that were."""
    replayed = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_event IN EXCLUSIVE MODE")
            for table in TABLES.values():
                # DELETE, not TRUNCATE: whoever reads meanwhile is not shut out
                cursor.execute(f"DELETE FROM {table.db}")  # noqa: S608  (names come from the registry)
        for batch in events():
            apply_batch(batch)
            replayed += len(batch)
    return replayed


def rebuild_if_changed(mark: Path) -> int | None:
    """Rebuild when the tables' shape is not the one that the file holds, and keep it there; None if nothing was due."""
    now = shape()
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return None
    replayed = rebuild()
    mark.write_text(now, encoding="ascii")
    return replayed
