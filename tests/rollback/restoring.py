"""Sets the database back to an earlier moment, as a restored backup does: every table as it was then."""

from __future__ import annotations

import psycopg

from tests import emptying
from tests.emptying import TABLES, owner, switch

SEQUENCE = "SELECT last_value, is_called FROM ledger_event_id_seq"


class Snapshot:
    """All rows of all tables at one moment."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}
        self.columns: dict[str, str] = {}
        with owner() as owning:
            for table in emptying.filled(owning):
                columns = self.columns[table] = _columns(owning, table)
                with owning.cursor().copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT") as copy:
                    self.rows[table] = b"".join(bytes(part) for part in copy)
            self.counted = owning.execute(SEQUENCE).fetchone()

    def restore(self) -> None:
        """Let the database be what it was."""
        with owner() as owning:
            emptying.truncate(owning, [table for (table,) in owning.execute(TABLES, [list(emptying.KEPT)])])
            owning.execute("SET CONSTRAINTS ALL DEFERRED")
            switch(owning, "ledger_event", "DISABLE", "event_to_outbox")
            for table in self._parents_first(owning):
                with owning.cursor().copy(f"COPY {table} ({self.columns[table]}) FROM STDIN") as copy:
                    copy.write(self.rows[table])
            switch(owning, "ledger_event", "ENABLE ALWAYS", "event_to_outbox")
            owning.execute("SELECT setval('ledger_event_id_seq', %s, %s)", self.counted)

    def _parents_first(self, owning: psycopg.Connection) -> list[str]:
        pairs = owning.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        ).fetchall()
        left, ordered = set(self.rows), []
        while left:
            ready = sorted(t for t in left if not any(child == t and parent in left - {t} for child, parent in pairs))
            ordered += ready
            left -= set(ready)
        return ordered


def _columns(owning: psycopg.Connection, table: str) -> str:
    """Name the columns that hold something of their own: generated ones cannot be written."""
    asked = (
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
    )
    return str(owning.execute(asked, [table]).fetchone()[0])


def table_rows(*tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of tables, in an order of their own."""
    with owner() as owning:
        return {table: sorted(owning.execute(f"SELECT {table}::text FROM {table}").fetchall()) for table in tables}
