"""Columns of values as PostgreSQL's binary arrays, their type as the statement says it.

The driver guesses an array's type from its values: small integers and large ones, a column with a value and one
without, would each be another statement to the server, to be planned anew. It also takes three times as long.
The format: `array_send` and the `…_send` functions of PostgreSQL's types.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import pq
from psycopg.adapt import Dumper, PyFormat

_HEAD, _LENGTH = struct.Struct("!iiIii"), struct.Struct("!i")
_EMPTY = struct.Struct("!iiI")
_NULL = _LENGTH.pack(-1)
_DAY_ZERO = date(2000, 1, 1).toordinal()
_TIME_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _moment(value: datetime) -> bytes:
    return struct.pack("!q", (value - _TIME_ZERO) // _MICROSECOND)


def _uuid(value: str | UUID) -> bytes:
    return value.bytes if isinstance(value, UUID) else UUID(value).bytes


PACKED: dict[str, Callable[[Any], bytes]] = {
    "text": str.encode,
    "bytea": bytes,
    "uuid": _uuid,
    "smallint": struct.Struct("!h").pack,
    "integer": struct.Struct("!i").pack,
    "bigint": struct.Struct("!q").pack,
    "boolean": struct.Struct("!?").pack,
    "date": lambda value: _LENGTH.pack(value.toordinal() - _DAY_ZERO),
    "timestamptz": _moment,
}
"""How a value of a type goes over the wire; arrays of other types are left to the driver."""


class Column(NamedTuple):
    """Values of one type, None among them."""

    kind: str
    values: list[Any]


class _ColumnDumper(Dumper):
    """Packs a column; the driver keeps one of these for each type."""

    format = pq.Format.BINARY
    pack: Callable[[Any], bytes]
    item: int

    def get_key(self, obj: Column, format: PyFormat) -> Any:
        return Column, obj.kind

    def upgrade(self, obj: Column, format: PyFormat) -> _ColumnDumper:
        dumper = _ColumnDumper(Column)
        kind = psycopg.adapters.types[obj.kind]
        dumper.oid, dumper.item, dumper.pack = kind.array_oid, kind.oid, PACKED[obj.kind]
        return dumper

    def dump(self, obj: Column) -> bytes:
        """Return the array. Raises DataError, which does not repeat the value, where one is not of the type."""
        try:
            return self._packed(obj)
        except (struct.error, ValueError):
            raise psycopg.DataError(f"a value is no {obj.kind}") from None

    def _packed(self, obj: Column) -> bytes:
        if not obj.values:
            return _EMPTY.pack(0, 0, self.item)
        pack, length, parts, has_null = self.pack, _LENGTH.pack, [b""], False
        for value in obj.values:
            if value is None:
                has_null = True
                parts.append(_NULL)
            else:
                packed = pack(value)
                parts += (length(len(packed)), packed)
        parts[0] = _HEAD.pack(1, has_null, self.item, len(obj.values), 1)
        return b"".join(parts)


psycopg.adapters.register_dumper(Column, _ColumnDumper)
