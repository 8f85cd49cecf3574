"""Looks at every byte of the database: what a forgotten person said of themselves must stand nowhere."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db import connection


def every_byte() -> str:
    """Return every row of every table, openings and the log among them, as text."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for table in [*connection.introspection.table_names(), "ledger_event"]:
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    return "\n".join(_text(value) for value in chain.from_iterable(rows))


def _text(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, memoryview | bytes) else str(value)


def left_of(*words: str) -> list[str]:
    """Return those of these words that stand anywhere in the database."""
    everything = every_byte()
    return [word for word in words if word in everything]
