"""Ends a log that cannot go on: its tree is put aside, whole, and its events get their positions in the next one.

Runs as the login that owns the tables, in one transaction that the caller holds: the triggers that keep leaves and
tiles from ever being taken away step aside within it, and nowhere else.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from ledger.log.ended_models import EndedLog
from ledger.log.laying import lay
from ledger.log.models import Cursor, LogState, Published
from ledger.log.wire import Statement, ask
from ledger.proofs.tiles import RightEdge

BATCH = 5_000
TREE = {
    "ledger_leaf": ("ledger_endedleaf", "position, event_id, hash"),
    "ledger_tile": ("ledger_endedtile", "level, idx, hashes"),
    "ledger_checkpoint": ("ledger_endedcheckpoint", "size, root, note, signed_at"),
}
_TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal AND tgenabled = 'A'"""
_OLD = """
    SELECT old.position, event.id, event.entry
    FROM ledger_endedleaf old JOIN ledger_event event ON event.id = old.event_id
    WHERE old.log = %b AND old.position >= %b AND old.position < %b ORDER BY old.position"""
_FIRST = "SELECT id, entry FROM ledger_event WHERE key = %b::uuid"
_NO_LONGER_PENDING = "DELETE FROM ledger_pending WHERE event_id = %b"


def end(published: str | None, continued_as: str) -> int:
    """Put the tree aside and begin an empty one of another origin; return the number of the log that ended."""
    state = LogState.objects.select_for_update().get(id=1)
    number = EndedLog.objects.count() + 1
    EndedLog.objects.create(
        number=number,
        origin=state.origin,
        size=state.size,
        published=published,
        continued_as=continued_as,
        ended_at=datetime.now(UTC),
    )
    with connection.cursor() as cursor:
        for table, (ended, columns) in TREE.items():
            # S608: names come from the table above
            cursor.execute(f"INSERT INTO {ended} (log, {columns}) SELECT %s, {columns} FROM {table}", [number])  # noqa: S608
        _empty(cursor)
    Published.objects.all().delete()
    LogState.objects.filter(id=1).update(size=0, origin=continued_as, frozen=None)
    return number


def _empty(cursor: object) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(_TRIGGERS, [list(TREE)])
    triggers = cursor.fetchall()  # type: ignore[attr-defined]
    for table, trigger in triggers:
        execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
    execute(f"TRUNCATE {', '.join(TREE)}")
    for table, trigger in triggers:
        execute(f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{trigger}"')


def lay_anew(number: int, first_key: str) -> int:
    """Give the event of this key position 0, and those of the ended log the next ones in their old order.

    Whoever follows the log has read one position more by it. Returns the new size.
    """
    edge = RightEdge()
    (((first, entry),),) = ask([Statement(_FIRST, [first_key])])
    ask([Statement(_NO_LONGER_PENDING, [first], answers=False)])
    lay(edge, [(first, bytes(entry))])
    size = EndedLog.objects.values_list("size", flat=True).get(number=number)
    for start in range(0, size, BATCH):
        (rows,) = ask([Statement(_OLD, [number, start, min(size, start + BATCH)])])
        # what is not there any more cannot be laid: its place in the ended log tells of it
        lay(edge, [(event, bytes(entry)) for _, event, entry in rows])
    for cursor in Cursor.objects.select_for_update():
        Cursor.objects.filter(name=cursor.name).update(position=cursor.position + 1)
    return edge.size
