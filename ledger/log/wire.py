"""How statements reach PostgreSQL: several in one round trip, prepared, binary parameters, counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus

from ledger.log.columns import PACKED, Column

_PARAMETER = re.compile(r"%%|%[bs](?P<cast>::(?P<kind>[a-z]+)\[\])?")
COPY_HEADER, COPY_END = 19, 2
"""Bytes before the first row of a binary COPY, and of the mark behind its last one."""


class Statement(NamedTuple):
    """SQL with its parameters and whether it answers with rows."""

    sql: str
    parameters: Sequence[Any] = ()
    answers: bool = True


@dataclass
class Traffic:
    """Statements and round trips seen while it was watched, COMMIT and BEGIN not among them."""

    statements: list[str] = field(default_factory=list)
    round_trips: int = 0


_watched: ContextVar[Traffic | None] = ContextVar("watched", default=None)


@contextmanager
def watch_traffic() -> Iterator[Traffic]:
    """Count what `ask` sends; tests and bench hold deeds to a budget with it."""
    traffic = Traffic()
    token = _watched.set(traffic)
    try:
        yield traffic
    finally:
        _watched.reset(token)


def ask(statements: Sequence[Statement]) -> list[list[Any]]:
    """Send all statements in one round trip and return the rows of each, in order."""
    if not statements:
        return []
    if (traffic := _watched.get()) is not None:
        traffic.round_trips += 1
        traffic.statements += [statement.sql for statement in statements]
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors:
        if len(statements) == 1:
            return [_rows(_send(raw, statements[0]), statements[0])]
        with raw.pipeline():
            cursors = [_send(raw, statement) for statement in statements]
            return [_rows(cursor, statement) for cursor, statement in zip(cursors, statements, strict=True)]


def pour(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """Stream rows into a table by COPY; the server takes them in while the next are still being spelled."""
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(sql) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def stream(sql: str) -> Iterator[memoryview]:
    """Yield the rows of a query in the binary form of COPY, without its header and end; a view holds until the next.

    Straight from libpq: for a hundred thousand small rows the driver's own loop costs more than reading them.
    """
    connection.ensure_connection()
    wire = connection.connection.pgconn
    begun = wire.exec_(f"COPY ({sql}) TO STDOUT (FORMAT BINARY)".encode())
    if begun.status != ExecStatus.COPY_OUT:
        with connection.wrap_database_errors:
            raise psycopg.errors.error_from_result(begun)
    length, row = wire.get_copy_data(0)
    try:
        row = row[COPY_HEADER:]
        while length >= 0:
            if len(row) > COPY_END:
                yield row
            length, row = wire.get_copy_data(0)
    finally:
        while length >= 0:
            length, _ = wire.get_copy_data(0)
        while (ended := wire.get_result()) is not None:
            if ended.status == ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(ended)


def in_one(statements: Sequence[Statement]) -> list[Statement]:
    """Return writing statements as one, the first as its main one: each costs its way through the protocol.

    They must not answer and must not touch the same rows: parts of one statement do not see each other's writes.
    """
    if len(statements) < 2:
        return list(statements)
    first, *others = statements
    parts = ", ".join(f"part{number} AS ({each.sql})" for number, each in enumerate(others))
    parameters = [value for each in (*others, first) for value in each.parameters]
    return [Statement(f"WITH {parts} {first.sql}", parameters, answers=False)]


def _send(raw: Any, statement: Statement) -> Any:
    cursor = psycopg.RawCursor(raw)
    query, kinds = _numbered(statement.sql)
    values = [_typed(*pair) for pair in zip(kinds, statement.parameters, strict=True)]
    cursor.execute(query, values, binary=True, prepare=True)
    return cursor


def _typed(kind: str | None, value: Any) -> Any:
    return Column(kind, value) if kind and type(value) is list else value


@lru_cache(maxsize=1_000)
def _numbered(sql: str) -> tuple[bytes, tuple[str | None, ...]]:
    """Return a statement with $1, $2 for its parameters, and the element type of each that is cast to an array.

    The driver would do so every time: it remembers short statements alone.
    """
    kinds: list[str | None] = []

    def number(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        kinds.append(found["kind"] if found["kind"] in PACKED else None)
        return f"${len(kinds)}{found['cast'] or ''}"

    return _PARAMETER.sub(number, sql).encode(), tuple(kinds)


def _rows(cursor: Any, statement: Statement) -> list[Any]:
    return cursor.fetchall() if statement.answers else []
