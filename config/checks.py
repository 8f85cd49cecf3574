"""ledger.E001: the login that serves cannot take back what the ledger recorded. ledger.W002: room for events."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections

from ledger.log.partitions import LEAST_IDS_LEFT, ids_left

RECORD = r"^ledger_(event|event_p.*|leaf|checkpoint)$"
HINT = "Serve with a login that owns nothing: see DATABASE_APP_URL in docs/settings.md."

# A login is every role that it is a member of, inherited or by SET ROLE: each is a hat that it may put on.
HATS = """
WITH hats AS (
  SELECT oid, rolname, rolsuper, rolreplication, rolcreaterole FROM pg_roles WHERE pg_has_role(%(login)s, oid, 'MEMBER')
)
"""
WHOLE_SERVER = (
    HATS
    + """
SELECT coalesce(bool_or(rolsuper), false),
       coalesce(bool_or(rolreplication), false),
       coalesce(bool_or(rolcreaterole), false),
       coalesce(bool_or(rolname IN ('pg_write_server_files', 'pg_execute_server_program')), false)
  FROM hats
"""
)
EACH_TABLE = (
    HATS
    + """
SELECT c.relname,
       bool_or(hats.oid IN (c.relowner, n.nspowner)),
       bool_or(has_table_privilege(hats.oid, c.oid, 'UPDATE') OR has_any_column_privilege(hats.oid, c.oid, 'UPDATE')),
       bool_or(has_table_privilege(hats.oid, c.oid, 'DELETE')),
       bool_or(has_table_privilege(hats.oid, c.oid, 'TRUNCATE')),
       bool_or(has_table_privilege(hats.oid, c.oid, 'TRIGGER'))
  FROM hats, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname ~ %(record)s AND c.relkind IN ('r', 'p') AND n.nspname = ANY (current_schemas(false))
 GROUP BY c.relname ORDER BY c.relname
"""
)
OVER_THE_SERVER = ("is a superuser", "may replicate", "may make logins", "may write the server's files")
OVER_A_TABLE = ("is owner of", "may UPDATE", "may DELETE from", "may TRUNCATE", "may put triggers on")


@register(Tags.database)
def the_app_cannot_unrecord(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """ledger.E001 for each power over the record that the serving login has and must not have."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            found += [
                Error(f"The login that serves ({settings.APP_ROLE}) {power}.", hint=HINT, id="ledger.E001")
                for power in forbidden_powers(cursor, settings.APP_ROLE)
            ]
    return found


def forbidden_powers(cursor: Any, login: str) -> Iterator[str]:
    """What this login may do to the record, in words; nothing about tables that are not there yet."""
    names = {"login": login, "record": RECORD}
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %(login)s", names)
    if cursor.fetchone() is None:
        yield "does not exist"
        return
    cursor.execute(WHOLE_SERVER, names)
    powers = [power for power, has in zip(OVER_THE_SERVER, cursor.fetchone(), strict=True) if has]
    yield from powers
    if "is a superuser" in powers:
        return  # and so everything below, table by table
    cursor.execute(EACH_TABLE, names)
    for table, *has in cursor.fetchall():
        yield from (f"{power} {table}" for power, holds in zip(OVER_A_TABLE, has, strict=True) if holds)


@register(Tags.database)
def there_is_room_for_events(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """ledger.W002 when the last partition of events is near: without the next one every writer would stop."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT to_regclass('ledger_event') IS NOT NULL")
            left = ids_left() if cursor.fetchone()[0] else LEAST_IDS_LEFT
        if left < LEAST_IDS_LEFT:
            hint = "The sequencer makes partitions ahead: see that it runs."
            found.append(CheckWarning(f"There is room for {left} more events.", hint=hint, id="ledger.W002"))
    return found
