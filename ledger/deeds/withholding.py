"""A refusal that is kept says nothing of what can be erased: its reason lies in the open, beside the entry's key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.deeds.entries import Entry
from ledger.deeds.facts import Choice, Fact, Lines, Parts
from ledger.deeds.kinds import KINDS

ERASABLE = ("people", "notes")
LEAST_INSIDE = 4
"""Shorter words are no reason to hold back a longer one in which they stand."""


def without_hidden(entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a refusal or a wait but for those that repeat a name or a remark of the entry."""
    hidden = {
        text
        for name, fact in KINDS[entry.kind].schema.items()
        if fact.group in ERASABLE and name in entry.facts
        for text in _typed(fact, entry.facts[name])
    }
    return {name: value for name, value in facts.items() if not hidden or not _repeats(value, hidden)}


def _typed(fact: Fact, value: Any) -> Iterator[str]:
    """Yield what somebody typed; one of a closed list of words is nobody's own."""
    if isinstance(fact, Choice):
        return
    if isinstance(fact, Lines) and isinstance(value, list):
        for line in value:
            yield from _typed(fact.each, line)
    elif isinstance(fact, Parts) and isinstance(value, dict):
        for name, part in fact.of.items():
            if name in value:
                yield from _typed(part, value[name])
    elif isinstance(value, str):
        yield value


def _repeats(value: Any, hidden: set[str]) -> bool:
    if isinstance(value, dict | list | tuple):
        return any(_repeats(each, hidden) for each in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and any(
        text == value or (len(text) >= LEAST_INSIDE and text in value) for text in hidden
    )
