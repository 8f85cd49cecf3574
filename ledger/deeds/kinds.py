"""The registry of kinds: what an entry may say, what it needs, when it is refused, what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Fact, object_schema
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.rows import Rows

NeedsOf = Callable[[Any], Needs]


def _no_more(entry: Any, rows: Rows) -> Needs:
    return NOTHING


def _all_known(entry: Entry, rows: Rows) -> None:
    return None


def _nothing_resolved(entry: Entry, rows: Rows) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Becomes:
    """The next version of a kind, and the last day of which the old one may still tell; see ledger.deeds.upcasting."""

    kind: str
    until: date | None = None


@dataclass(frozen=True)
class Kind:
    """One versioned kind of entry.

    `needs` reads facts alone; `needs_more` may look at rows locked by then. `known` raises BadEntry for a place or
    party that nobody registered, before any guard looks. `check` is pure and returns the inputs
    that it resolved; `apply` is pure and runs now and at every replay. `zone` says whose local day counts.
    `by_hand` is false for kinds that only the system itself enters. `becomes` names the next version of an old kind.
    """

    name: str
    about: str
    schema: Mapping[str, Fact]
    example: Mapping[str, Any]
    needs: NeedsOf
    apply: Callable[[Event, Rows], None]
    check: Callable[[Entry, Rows], dict[str, Any]] = _nothing_resolved
    known: Callable[[Entry, Rows], Any] = _all_known
    needs_more: Callable[[Any, Rows], Needs] = _no_more
    zone: Callable[[Entry, Rows], str | None] = field(default=lambda entry, rows: None)
    by_hand: bool = True
    becomes: Becomes | None = None

    @property
    def groups(self) -> set[str]:
        return {fact.group for fact in self.schema.values()} - {"open"}

    @property
    def points_on(self) -> bool:
        """Whether locked rows of this kind may point to further rows."""
        if self.becomes is not None:
            return KINDS[self.becomes.kind].points_on
        return self.needs_more is not _no_more

    def json_schema(self) -> dict[str, Any]:
        return object_schema(dict(self.schema))


KINDS: dict[str, Kind] = {}


def deed(name: str, **parts: Any) -> Kind:
    """Register a kind; a name is given once and for good (a changed kind gets the next version)."""
    if name in KINDS:
        raise ValueError(f"kind {name} is registered twice")
    KINDS[name] = Kind(name=name, **parts)
    return KINDS[name]
