"""SQL for read tables: lock and load, read dependants, add and change in bulk. One statement per table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ledger.deeds.tables import Table
from ledger.log.wire import Statement


def locking(table: Table, keys: Iterable[str], *, strong: bool, wait: bool = True) -> Statement:
    """Lock rows in key order, in the strongest mode that any entry of the batch needs; or fail at once (wait=False).

    One statement per table: with two, one for each mode, 16 writers met 156 deadlocks; with one, none.
    """
    mode = ("FOR UPDATE" if strong else "FOR SHARE") + ("" if wait else " NOWAIT")
    return Statement(f"{loading(table, keys).sql} ORDER BY {table.key[0]} {mode}", [sorted(keys)])


def loading(table: Table, keys: Iterable[str]) -> Statement:
    """Read rows by key, or dependants by owner, without a lock."""
    column = table.by or table.key[0]
    # S608: names come from the registry of tables in this program, values are parameters
    sql = f"SELECT {table.listed} FROM {table.db} WHERE {column} = ANY(%b::{table.key_type}[])"  # noqa: S608
    return Statement(sql, [sorted(keys)])


def adding(table: Table, rows: Iterable[Any]) -> Statement:
    """Insert rows sorted by key, so that two batches that meet on a new key wait instead of deadlocking."""
    names = ", ".join(table.columns)
    sql = f"INSERT INTO {table.db} ({names}) SELECT * FROM unnest({table.unnested})"  # noqa: S608
    return Statement(sql, _columns(table, rows), answers=False)


def pouring(table: Table) -> str:
    """Return the COPY that takes rows of the table, for replay: nobody else writes there, so no order is kept."""
    return f"COPY {table.db} ({', '.join(table.columns)}) FROM STDIN"


def poured(table: Table, rows: Iterable[Any]) -> Iterable[Sequence[Any]]:
    """Return rows as COPY takes them."""
    spelled = [place for place, kind in enumerate(table.columns.values()) if kind == "jsonb"]
    return (_spelled(row, spelled) for row in rows) if spelled else rows


def _spelled(row: Any, places: Sequence[int]) -> list[Any]:
    values = list(row)
    for place in places:
        if values[place] is not None:
            values[place] = json.dumps(values[place])
    return values


def removing(table: Table, owners: Iterable[str]) -> Statement:
    """Take the dependants of these owners away: what the batch put in their place is added afterwards."""
    sql = f"DELETE FROM {table.db} WHERE {table.by} = ANY(%b::{table.key_type}[])"  # noqa: S608
    return Statement(sql, [sorted(owners)], answers=False)


def changing(table: Table, rows: Iterable[Any]) -> Statement:
    """Update rows by key to what the batch made of them."""
    names = ", ".join(table.columns)
    setting = ", ".join(f"{column} = new.{column}" for column in table.columns if column not in table.key)
    joined = " AND ".join(f"old.{column} = new.{column}" for column in table.key)
    sql = f"UPDATE {table.db} old SET {setting} FROM unnest({table.unnested}) new ({names}) WHERE {joined}"  # noqa: S608
    return Statement(sql, _columns(table, rows), answers=False)


def _columns(table: Table, rows: Iterable[Any]) -> list[list[Any]]:
    ordered = sorted(rows, key=table.key_of)
    columns = [list(column) for column in zip(*ordered, strict=True)]
    for place, kind in enumerate(table.columns.values()):
        if kind == "jsonb":
            columns[place] = [None if value is None else json.dumps(value) for value in columns[place]]
    return columns
