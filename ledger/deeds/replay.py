"""Replay: the log is applied again, from the first event, by the same needs and apply, without check."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from ledger.deeds import sources, statements
from ledger.deeds.entries import Event
from ledger.deeds.gate import undisturbed
from ledger.deeds.kinds import KINDS
from ledger.deeds.needs import Wanted
from ledger.deeds.rows import Rows
from ledger.deeds.sealing import unseal
from ledger.deeds.tables import TABLES, Table
from ledger.log.wire import ask, pour

BATCH = 20_000
_EVENTS = """
    SELECT event.id, event.entry, opening.value
    FROM ledger_event event
    LEFT JOIN ledger_opening opening ON opening.key = event.key AND opening."group" = 'trade'
    WHERE event.id > %s AND event.id <= %s ORDER BY event.id LIMIT %s"""
LAST = 2**63 - 1


class ReplayActor:
    """What needs may ask of an entry, answered by the event itself."""

    def __init__(self, event: Event) -> None:
        self.id, self.party, self.roles = event.actor, event.party, frozenset[str]()


class ReplayEntry:
    """An event dressed as an entry, for needs."""

    __slots__ = ("event", "facts", "heads", "key", "kind", "signed")

    def __init__(self, event: Event) -> None:
        self.event, self.facts, self.heads = event, event.facts, event.heads
        self.kind, self.key, self.signed = event.kind, event.key, event.signed

    @property
    def actor(self) -> ReplayActor:
        return ReplayActor(self.event)

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)


def events(after: int = 0, batch: int = BATCH, upto: int = LAST) -> Iterator[list[Event]]:
    """Yield all events behind an id, up to another, in id order, in batches, as apply sees them."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS, [after, upto, batch])
            records = cursor.fetchall()
        if not records:
            return
        yield [unseal(number, bytes(entry), value and bytes(value)) for number, entry, value in records]
        after = records[-1][0]


def read_ahead(upto: int = LAST, after: int = 0, snapshot: str | None = None) -> Iterator[list[Event]]:
    """Yield the same, while the next batch is already read and taken apart on a connection of its own.

    `snapshot` is the exported one of a transaction that must not see more than it did when it began.
    """

    def batches() -> Iterator[list[Event]]:
        with transaction.atomic(durable=True):
            if snapshot:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            yield from events(after, upto=upto)

    with ThreadPoolExecutor(1, "replay-reads") as pool:
        source = batches()
        try:
            coming = pool.submit(next, source, None)
            while batch := coming.result():
                coming = pool.submit(next, source, None)
                yield batch
        finally:
            pool.submit(_leave, source).result()


def _leave(source: Iterator[list[Event]]) -> None:
    source.close()  # type: ignore[attr-defined]
    connection.close()


def shadow_tables() -> list[str]:
    """Put an empty temporary table before every read table, under the same name; return those that were made.

    Shadows that the session has already are emptied and used again: making them costs more than a short log does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'")
        there = {name for (name,) in cursor.fetchall()}
        new = [table for table in TABLES.values() if table.db not in there]
        said = [f"DELETE FROM pg_temp.{table.db}" for table in TABLES.values() if table.db in there]  # noqa: S608
        said += [statement for table in new for statement in _shadowing(table)]
        cursor.execute("; ".join([*said, "SET LOCAL search_path = pg_temp, public", "DISCARD PLANS"]))
    return [table.db for table in new]


def _shadowing(table: Table) -> Iterator[str]:
    yield f"CREATE TEMPORARY TABLE {table.db} (LIKE public.{table.db} INCLUDING ALL EXCLUDING INDEXES)"
    # of the indexes only those by which replay itself reads: the others are for pages
    yield f"ALTER TABLE pg_temp.{table.db} ADD PRIMARY KEY ({', '.join(table.key)})"
    if table.by and table.by != table.key[0]:
        yield f"CREATE INDEX ON pg_temp.{table.db} ({table.by})"


def apply_batch(batch: Sequence[Event]) -> None:
    """Apply events to the tables that the search path shows first."""
    rows, entries = Rows(), [ReplayEntry(event) for event in batch]
    wanted = Wanted()
    for entry in entries:
        sources.want(wanted, entry)
    _load(wanted, rows)
    for entry in entries:
        wanted.add(KINDS[entry.kind].needs_more(entry, rows))
    _load(wanted, rows)
    for event in batch:
        sources.apply(event, rows)
    tables = sorted({*rows.added, *rows.changed}, key=lambda table: table.order)
    ask([statements.removing(table, owners) for table, owners in rows.replaced.items()])
    for table in tables:
        if added := rows.added.get(table):
            pour(statements.pouring(table), statements.poured(table, added.values()))
    ask([statements.changing(table, new.values()) for table in tables if (new := rows.changed.get(table))])


def _load(wanted: Wanted, rows: Rows) -> None:
    for table in {*wanted.lock, *wanted.create}:
        keys = wanted.lock.get(table, set()) | wanted.create.get(table, set())
        missing = [key for key in keys if not rows.holds(table, key)]
        if missing:
            (found,) = ask([statements.loading(table, missing)])
            rows.load(table, missing, map(table.row._make, found))
    for table, owners in wanted.read.items():
        (found,) = ask([statements.loading(table, owners)])
        rows.load_lists(table, owners, map(table.row._make, found))


def differences(most: int = 20) -> dict[str, list[str]]:
    """Return, by table, rows that the live table has and the shadow has not (-), and the other way round (+)."""
    pairs = [("public", "pg_temp", "-"), ("pg_temp", "public", "+")]
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '128MB', false)")
        differ = [table for table in TABLES.values() if not _same(cursor, table)]
        cursor.execute("RESET work_mem")
        if not differ:
            return {}
        cursor.execute(
            " UNION ALL ".join(
                _only_in(here, there, table, sign, most) for table in differ for here, there, sign in pairs
            )
        )
        for name, sign, row in cursor.fetchall():
            found.setdefault(name, []).append(f"{sign} {row}")
    return found


def _same(cursor: Any, table: Table) -> bool:
    """Say whether both have the same rows: as many, and none that only the live one has. Keys make rows distinct."""
    columns = ", ".join(table.columns)
    # S608: names come from the registry of tables in this program
    cursor.execute(f"""
        SELECT (SELECT count(*) FROM public.{table.db}) = (SELECT count(*) FROM pg_temp.{table.db})
           AND NOT EXISTS (SELECT {columns} FROM public.{table.db} EXCEPT SELECT {columns} FROM pg_temp.{table.db})
    """)  # noqa: S608
    return bool(cursor.fetchone()[0])


def _only_in(here: str, there: str, table: Table, sign: str, most: int) -> str:
    columns = ", ".join(table.columns)
    # S608: names come from the registry of tables in this program
    return f"""
        (SELECT '{table.name}', '{sign}', to_json(found)::text
         FROM (SELECT {columns} FROM {here}.{table.db} EXCEPT SELECT {columns} FROM {there}.{table.db}) found
         LIMIT {most})"""  # noqa: S608


def compare() -> tuple[int, dict[str, list[str]]]:
    """Replay everything into temporary tables; return how many events were replayed and what differs.

    Raises BeingRebuilt: a snapshot that is older than a swap would see the new tables empty.
    """
    replayed = 0
    own_transaction = not connection.in_atomic_block
    # millions of rows without a cycle among them: nothing is won by looking for one
    gc.disable()
    with undisturbed(), transaction.atomic():
        snapshot = _snapshot() if own_transaction else None
        before, shadows = _search_path(), shadow_tables()
        try:
            # rows of a transaction that goes on around this one are seen by its own connection alone
            for batch in read_ahead(snapshot=snapshot) if snapshot else events():
                apply_batch(batch)
                replayed += len(batch)
            return replayed, differences()
        finally:
            gc.enable()
            drop_shadows(shadows, before)


def _snapshot() -> str:
    """Let this transaction see one moment, and name it for others."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def _search_path() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        return str(cursor.fetchone()[0])


def drop_shadows(shadows: Sequence[str], search_path: str) -> None:
    """Take these shadows away, so that the live tables are seen again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true)", [search_path])
        if shadows:
            cursor.execute(f"DROP TABLE {', '.join(f'pg_temp.{name}' for name in shadows)}")
        cursor.execute("DISCARD PLANS")
