"""Read tables beside the live ones: empty twins in a schema of their own, and how they take the live ones' places.

A twin has the columns, constraints, indexes, rights, triggers and settings of its table, under the same names; in the
end nobody can tell that the table was ever another one. No read table refers to another or is referred to by one, so
tables can change places one by one; `refuse_what_hangs_on` says so if that ever changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg.pq import TransactionStatus

from ledger.deeds.tables import TABLES, Table

BESIDE, BEFORE = "lodebook_beside", "lodebook_before"
"""Schemas of the twins that are being filled, and of the tables whose places were taken."""
_KEY_OF = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = to_regclass(%s) AND contype = 'p'"""
_OTHER_KEYS = """
    SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', %s, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype IN ('u', 'x') ORDER BY conname"""
_INDEXES = """
    SELECT pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = to_regclass(%s) AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY indexrelid::regclass::text"""
_RIGHTS = """
    SELECT format('GRANT %%s ON %%s TO %%s', privilege_type, %s,
                  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
    FROM pg_class, aclexplode(relacl)
    WHERE pg_class.oid = to_regclass(%s) AND grantee <> relowner ORDER BY 1"""
_TRIGGERS = """
    SELECT pg_get_triggerdef(oid), tgname, tgenabled FROM pg_trigger
    WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal ORDER BY tgname"""
_SETTINGS = "SELECT unnest(reloptions) FROM pg_class WHERE oid = to_regclass(%s)"
_HANGS_ON = """
    SELECT conrelid::regclass::text || ' refers to ' || confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
    UNION ALL
    SELECT DISTINCT ev_class::regclass::text || ' reads ' || refobjid::regclass::text
    FROM pg_depend JOIN pg_rewrite ON pg_rewrite.oid = objid AND classid = 'pg_rewrite'::regclass
    WHERE refclassid = 'pg_class'::regclass AND refobjid = ANY(%(tables)s::regclass[]) AND ev_class <> refobjid
    UNION ALL
    SELECT oid::regclass::text || ' is not ours' FROM pg_class
    WHERE oid = ANY(%(tables)s::regclass[]) AND NOT pg_has_role(relowner, 'USAGE') ORDER BY 1"""
_ENABLED = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "D": "DISABLE"}


class CannotMove(Exception):
    """Something hangs on a read table that would stay behind when another takes its place."""


def refuse_what_hangs_on() -> None:
    """Raise CannotMove if a key or view ties a read table to another, or the table is another owner's."""
    tables = [f"public.{table.db}" for table in TABLES.values()]
    with connection.cursor() as cursor:
        cursor.execute(_HANGS_ON, {"tables": tables})
        found = [said for (said,) in cursor.fetchall()]
    if found:
        raise CannotMove("; ".join(found))


def make() -> None:
    """Make the twins, empty, each with its primary key and the index by which replay reads dependants."""
    drop()
    said = [f"CREATE SCHEMA {BESIDE}"]
    for table in TABLES.values():
        twin = f"{BESIDE}.{table.db}"
        said.append(f"CREATE TABLE {twin} (LIKE public.{table.db} INCLUDING ALL EXCLUDING INDEXES)")
        said += [f'ALTER TABLE {twin} ADD CONSTRAINT "{name}" {key}' for name, key in _asked(_KEY_OF, table)]
        if table.by and table.by != table.key[0]:
            said.append(f"CREATE INDEX {_reading_index(table)} ON {twin} ({table.by})")
    _say(said)


def finish() -> None:
    """Give the filled twins all that their tables have, and let the planner know them."""
    for table in TABLES.values():
        _say([*_all_of(table), f"ANALYZE {BESIDE}.{table.db}"])


def _all_of(table: Table) -> Iterator[str]:
    twin = f"{BESIDE}.{table.db}"
    yield f"DROP INDEX IF EXISTS {BESIDE}.{_reading_index(table)}"
    yield from (sql for (sql,) in _asked(_OTHER_KEYS, table, twin))
    yield from (_moved(sql, table) for (sql,) in _asked(_INDEXES, table))
    for sql, name, enabled in _asked(_TRIGGERS, table):
        yield _moved(sql, table)
        mode = enabled.decode() if isinstance(enabled, bytes) else str(enabled)
        if mode in _ENABLED:
            yield f'ALTER TABLE {twin} {_ENABLED[mode]} TRIGGER "{name}"'
    yield from (f"ALTER TABLE {twin} SET ({setting})" for (setting,) in _asked(_SETTINGS, table))
    yield f"REVOKE ALL ON {twin} FROM PUBLIC"
    yield from (sql for (sql,) in _asked(_RIGHTS, table, twin))


def take_places() -> None:
    """Put the twins where the live tables stand, and those aside; the caller's transaction holds them all."""
    said = [f"CREATE SCHEMA {BEFORE}"]
    for table in TABLES.values():
        said.append(f"ALTER TABLE public.{table.db} SET SCHEMA {BEFORE}")
        said.append(f"ALTER TABLE {BESIDE}.{table.db} SET SCHEMA public")
    _say(said)


def lock_live() -> None:
    """Lock every live read table against all others, or give up when statement_timeout says so."""
    _say([f"LOCK TABLE {', '.join(f'public.{table.db}' for table in TABLES.values())} IN ACCESS EXCLUSIVE MODE"])


def drop() -> None:
    """Take both schemas away with what is in them: the tables of before, or what a killed rebuild left."""
    _say([f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE", f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE"])


@contextmanager
def seen_first() -> Iterator[None]:
    """Let the names of read tables mean the twins; everything else means what it always does."""
    _say([f"SET search_path = {BESIDE}, public"])
    try:
        yield
    finally:
        # what is said in a transaction that fails is forgotten with it
        if connection.connection.info.transaction_status != TransactionStatus.INERROR:
            _say(["RESET search_path"])


def _asked(sql: str, table: Table, *before: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [*before, f"public.{table.db}"])
        return list(cursor.fetchall())


def _moved(sql: str, table: Table) -> str:
    """Return the definition of an index or trigger for the twin: PostgreSQL always spells its table with a schema."""
    here, there = f" ON public.{table.db} ", f" ON {BESIDE}.{table.db} "
    if sql.count(here) != 1:
        raise CannotMove(f"{table.db}: {sql}")
    return sql.replace(here, there)


def _reading_index(table: Table) -> str:
    return f"{table.db}_for_replay"


def _say(statements: Iterable[str]) -> None:
    # names come from the registry of tables and from the database's own catalogue
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))
