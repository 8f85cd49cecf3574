"""Upcasting: the facts of an old version of a kind are read as those of the next one, so that one apply serves both.

An event is never written anew: its leaf keeps the version that was said. What changes is how it is read, live and at
every replay alike:

    older("site.registered.v1", becomes="site.registered.v2", raised=raised, until=..., schema=..., check=...)

`raised` is pure and total: it takes the facts of any event of the old version (open and trade, as apply sees them, and
all groups for an entry on its way in) and returns those of the next version. Needs and apply are the next version's,
which may itself have become another. Guards, `known` and `check` of the old version stay its own for as long as
it may be entered: for what was done until the end of the day `until` says, so that a phone that was away may still
send what it wrote in time; without `until`, until one is set. It replays for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.kinds import KINDS, Becomes, Kind, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry

Raise = Callable[[Mapping[str, Any]], dict[str, Any]]


class Raised:
    """An entry of an old version, with the facts of the next one; all else is as it was said."""

    def __init__(self, entry: Any, kind: str, raised: Raise) -> None:
        self._said, self.kind, self.facts = entry, kind, raised(entry.facts)

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._said, name)


def older(name: str, *, becomes: str, raised: Raise, until: date | None = None, **parts: Any) -> Kind:
    """Register an old version of a kind; `parts` are those of `deed`, without needs and apply."""
    known = parts.pop("known", None)

    def needs(entry: Any) -> Needs:
        return KINDS[becomes].needs(Raised(entry, becomes, raised))

    def needs_more(entry: Any, rows: Rows) -> Needs:
        return KINDS[becomes].needs_more(Raised(entry, becomes, raised), rows)

    def apply(event: Event, rows: Rows) -> None:
        KINDS[becomes].apply(replace(event, kind=becomes, facts=raised(event.facts)), rows)

    def known_in_time(entry: Entry, rows: Rows) -> None:
        if until is not None and entry.moment.date() > until:
            raise BadEntry("kind_superseded", "kind", becomes)
        if known is not None:
            known(entry, rows)

    own = {"needs": needs, "needs_more": needs_more, "apply": apply, "known": known_in_time}
    return deed(name, becomes=Becomes(becomes, until), **own, **parts)
