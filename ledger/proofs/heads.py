"""Heads: an entry about a lot names the entry before it, so one that was left out of a pack leaves a gap.

The tail of a lot's way leaves none: nothing that came later names it in the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from ledger.proofs.manifest import ENTRIES
from ledger.proofs.recount import BLENDED, PROCESSED, SPLIT


def check_heads(lot: object, entries: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    """Look for every head on the lot of this code, and on those it was made of; each that is not shown is a finding."""
    keys = {entry["key"] for entry in entries.values() if isinstance(entry.get("key"), str)}
    way = _lots_behind(lot, entries)
    for index in sorted(entries):
        heads = entries[index].get("heads", {})
        if not isinstance(heads, dict) or not all(isinstance(head, str) for head in heads.values()):
            yield f"{ENTRIES}: the entry at {index} does not name its heads by lot"
            continue
        for code in sorted(way & heads.keys()):
            if heads[code] not in keys:
                yield f"{ENTRIES}: the entry at {index} follows one on {code} that the pack leaves out"


def _lots_behind(lot: object, entries: Mapping[int, Mapping[str, Any]]) -> set[Any]:
    """Return the lot, and what it was made of as far as entries tell; what was used is used up, and made before."""
    way: set[Any] = {lot}
    for index in sorted(entries, reverse=True):
        with suppress(KeyError, TypeError):  # the recount finds those
            for made, used in _makings(entries[index]):
                if not way.isdisjoint(made):
                    way.update(used)
    return way


def _makings(entry: Mapping[str, Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield the codes of the lots that an entry makes, with those that it uses up, if it makes any."""
    kind = entry.get("kind")
    if kind == BLENDED:
        yield [entry["facts"]["lot"]], entry["facts"]["inputs"]
    elif kind in (SPLIT, PROCESSED):
        made = [each["lot"] for each in entry["facts"]["outputs"]]
        yield made, [entry["facts"]["lot"]] if kind == SPLIT else entry["facts"]["inputs"]
