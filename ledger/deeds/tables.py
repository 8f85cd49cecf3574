"""Read tables as the engine sees them: columns, key, lock order. Each room registers its own."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, eq=False)
class Table:
    """One read table.

    `columns` maps a column to its PostgreSQL type; `key` is the primary key. A table with `by` holds dependants:
    many rows for one owner, read after the owner is locked; they are added, or replaced all together. `order` is the
    lock order.
    """

    name: str
    db: str
    columns: dict[str, str]
    key: tuple[str, ...]
    order: int
    by: str | None = None

    @cached_property
    def row(self) -> Any:
        """The immutable row type; columns left out are None."""
        return namedtuple(self.name, self.columns, defaults=[None] * len(self.columns))

    @cached_property
    def key_of(self) -> Callable[[Any], Any]:
        """Return the primary key of a row: a value, or a tuple of values."""
        return attrgetter(*self.key)

    @cached_property
    def key_type(self) -> str:
        return self.columns[self.by or self.key[0]]

    @cached_property
    def listed(self) -> str:
        return ", ".join(f"{column}::text" if kind == "uuid" else column for column, kind in self.columns.items())

    @cached_property
    def unnested(self) -> str:
        casts = ("text[]::jsonb" if kind == "jsonb" else kind for kind in self.columns.values())
        return ", ".join(f"%b::{kind}[]" for kind in casts)


TABLES: dict[str, Table] = {}


def table(name: str, db: str, order: int, columns: dict[str, str], *, key: str, by: str | None = None) -> Table:
    """Register a read table; `key` names the columns of the primary key, blank-separated."""
    if name in TABLES:
        raise ValueError(f"table {name} is registered twice")
    TABLES[name] = Table(name, db, columns, tuple(key.split()), order, by)
    return TABLES[name]
