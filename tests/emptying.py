"""Empties the test database as its owner, since the login that tests run as may not."""

from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from config.database_login import DatabaseLogin

KEPT = ("django_migrations", "django_content_type", "auth_permission")
TABLES = """
SELECT c.oid::regclass::text FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND NOT c.relname = ANY (%s) ORDER BY c.relname
"""
SEQUENCES = "SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
# Tables of record refuse TRUNCATE by trigger, whoever asks; tgtype has the event in its sixth bit.
REFUSALS = """
SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger
 WHERE tgtype & 32 <> 0 AND tgenabled <> 'D' AND NOT tgisinternal
"""
ENABLE = {b"O": "ENABLE", b"A": "ENABLE ALWAYS", b"R": "ENABLE REPLICA"}

AFTER_EMPTYING: list[Callable[[], None]] = []  # what keeps something of the database in memory adds itself here
seeded: dict[str, bytes] = {}
counted: list[tuple[str, str, int, int | None]] = []


def owner() -> psycopg.Connection[tuple[object, ...]]:
    """The owner's connection to this process's test database; a test that left a lock behind fails, it doesn't hang."""
    login: DatabaseLogin = settings.WIRING.owner
    name = str(connection.settings_dict["NAME"])
    return psycopg.connect(login.url, dbname=name, options="-c lock_timeout=20s")


def remember_seeds() -> None:
    """Keep the rows that migrations made, and how far their sequences have counted; once, on the fresh database."""
    with owner() as owning:
        for table in filled(owning):
            with owning.cursor().copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy:  # noqa: S608
                seeded[table] = b"".join(bytes(part) for part in copy)
        counted[:] = owning.execute(SEQUENCES).fetchall()  # type: ignore[assignment]


def empty_ledger() -> None:
    """Truncate all tables but Django's own registers, and put back what migrations made."""
    connection.close()
    with owner() as owning:
        tables = filled(owning)
        if tables:
            truncate(owning, tables)
        for schema, name, start, last in counted:
            owning.execute("SELECT setval(%s, %s, %s)", [f'"{schema}"."{name}"', last or start, last is not None])
        for table, rows in seeded.items():
            with owning.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(rows)
    for remind in AFTER_EMPTYING:
        remind()


def filled(owning: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """The tables that have rows, quoted; asking all at once is quicker than truncating all."""
    tables = [str(table) for (table,) in owning.execute(TABLES, [list(KEPT)])]
    question = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608
    return [str(table) for (table,) in owning.execute(question)] if tables else []


def truncate(owning: psycopg.Connection[tuple[object, ...]], tables: list[str]) -> None:
    """Truncate these and what refers to them; the refusals step aside within this one transaction."""
    refusals = owning.execute(REFUSALS).fetchall()
    for table, trigger, _ in refusals:
        switch(owning, str(table), "DISABLE", str(trigger))
    owning.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    for table, trigger, mode in refusals:
        switch(owning, str(table), ENABLE[mode if isinstance(mode, bytes) else str(mode).encode()], str(trigger))


def switch(owning: psycopg.Connection[tuple[object, ...]], table: str, mode: str, trigger: str) -> None:
    """Disable or enable one trigger."""
    words = sql.SQL(f"ALTER TABLE {table} {mode} TRIGGER {{}}")
    owning.execute(words.format(sql.Identifier(trigger)))
