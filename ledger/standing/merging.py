"""Reads which site another was merged into: an older code stays in the book and carries nothing new. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.deeds.rows import Rows
from ledger.errors import Refused
from ledger.standing.reading import live
from ledger.standing.tables import STANDING

MERGED, TOOK_IN, LET_GO = "merged", "took_in", "let_go"
"""The first is stated about the older code, its value the survivor, or blank when it is split off again; the others are
stated about the survivor, their value the older code. The last word counts."""


class SiteMerged(Refused):
    """The code was merged into another: enter it there."""

    code = "site_merged"


def merged_into(statements: Iterable[Any]) -> str | None:
    """Return the code that a place was merged into, or None."""
    said = [each for each in live(statements) if each.topic == MERGED]
    last = max(said, key=lambda each: each.event_id, default=None)
    return last.value or None if last else None


def taken_in(statements: Iterable[Any]) -> frozenset[str]:
    """Return the older codes that a place carries on."""
    last: dict[str, str] = {}
    for each in sorted(live(statements), key=lambda each: each.event_id):
        if each.topic in {TOOK_IN, LET_GO}:
            last[each.value] = each.topic
    return frozenset(code for code, topic in last.items() if topic == TOOK_IN)


def refuse_if_merged(rows: Rows, place: str) -> None:
    """Refuse what is entered at a code that was merged, naming the survivor; the deed has read the place's standing."""
    survivor = merged_into(rows.of(STANDING, place))
    if survivor:
        raise SiteMerged(place=place, into=survivor)
