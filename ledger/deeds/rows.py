"""The rows of a batch in memory: later entries see what earlier ones did; what changed is written in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.deeds.tables import Table


class NotNeeded(KeyError):
    """A deed asked for a row that its needs did not name: a mistake of the programmer, never of the clerk."""


class Rows:
    """Loaded, added and changed rows. An absent key means "does not exist yet"."""

    def __init__(self) -> None:
        self._rows: dict[Table, dict[str, Any]] = {}
        self._lists: dict[Table, dict[str, list[Any]]] = {}
        self.added: dict[Table, dict[Any, Any]] = {}
        self.changed: dict[Table, dict[str, Any]] = {}
        self.replaced: dict[Table, set[str]] = {}
        self.recorded: dict[str, str] = {}
        """Outcome of entry keys: those of this batch and those that heads name."""
        self.reckoned: dict[Any, Any] = {}
        """What was worked out from these rows, by a key that changes whenever they do: bags of a site share it."""

    def load(self, table: Table, keys: Iterable[str], found: Iterable[Any]) -> None:
        """Keep what was found for these keys; a key without a row is known to be absent."""
        held = self._rows.setdefault(table, {})
        for key in keys:
            held.setdefault(key, None)
        for row in found:
            held[getattr(row, table.key[0])] = row

    def load_lists(self, table: Table, owners: Iterable[str], found: Iterable[Any]) -> None:
        """Keep the dependants found for these owners."""
        held = self._lists.setdefault(table, {})
        for owner in owners:
            held[owner] = []
        for row in found:
            held[getattr(row, table.by or "")].append(row)

    def holds(self, table: Table, key: str) -> bool:
        return key in self._rows.get(table, ())

    def get(self, table: Table, key: str) -> Any:
        """Return the row as it stands after the entries so far, or None."""
        try:
            return self._rows[table][key]
        except KeyError:
            raise NotNeeded(f"{table.name} {key}") from None

    def of(self, table: Table, owner: str) -> list[Any]:
        """Return the dependants of an owner, in no order: sort before you rely on one."""
        try:
            return self._lists[table][owner]
        except KeyError:
            raise NotNeeded(f"{table.name} of {owner}") from None

    def so_far(self, table: Table, owner: str) -> list[Any]:
        """Return the dependants of an owner that are in memory: those added, and those read if any deed asked."""
        return self._lists.get(table, {}).get(owner, [])

    def add(self, table: Table, **values: Any) -> None:
        """Add a row; columns left out are NULL."""
        row = table.row(**values)
        key = table.key_of(row)
        if table.by:
            self._lists.setdefault(table, {}).setdefault(values[table.by], []).append(row)
        else:
            self._rows.setdefault(table, {})[key] = row
        self.added.setdefault(table, {})[key] = row

    def replace(self, table: Table, owner: str, lines: Iterable[dict[str, Any]]) -> None:
        """Let an owner have these dependants and no others; whoever does so holds the owner's lock for change."""
        new = self.added.get(table, {})
        for row in self.of(table, owner):
            new.pop(table.key_of(row), None)
        self._lists[table][owner] = []
        self.replaced.setdefault(table, set()).add(owner)
        for line in lines:
            self.add(table, **line)

    def change(self, table: Table, key: str, **values: Any) -> None:
        """Replace columns of a row and mark it for writing."""
        row = self.get(table, key)._replace(**values)
        self._rows[table][key] = row
        new = self.added.get(table, {})
        if key in new:
            new[key] = row
        else:
            self.changed.setdefault(table, {})[key] = row
