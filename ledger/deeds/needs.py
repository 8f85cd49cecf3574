"""What a deed needs: rows to change, to rely on, to create, and dependants to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger.deeds.tables import Table

Keys = Mapping[Table, Iterable[str]]


@dataclass(frozen=True)
class Needs:
    """Keys by table. `read` names owners of dependants; they are read after all locks are held."""

    change: Keys = field(default_factory=dict)
    rely_on: Keys = field(default_factory=dict)
    create: Keys = field(default_factory=dict)
    read: Keys = field(default_factory=dict)


NOTHING = Needs()


class Wanted:
    """The needs of a whole batch in one place: per table the keys and the strongest lock any entry wants."""

    def __init__(self) -> None:
        self.lock: dict[Table, set[str]] = {}
        self.strong: set[Table] = set()
        self.create: dict[Table, set[str]] = {}
        self.read: dict[Table, set[str]] = {}

    def add(self, needs: Needs) -> None:
        for table, keys in needs.change.items():
            self.lock.setdefault(table, set()).update(keys)
            self.strong.add(table)
        for table, keys in needs.rely_on.items():
            self.lock.setdefault(table, set()).update(keys)
        for table, keys in needs.create.items():
            self.create.setdefault(table, set()).update(keys)
        for table, keys in needs.read.items():
            self.read.setdefault(table, set()).update(keys)

    def lock_too(self, other: Wanted) -> None:
        """Want the locks of another as well."""
        for table, keys in other.lock.items():
            self.lock.setdefault(table, set()).update(keys)
        self.strong |= other.strong
