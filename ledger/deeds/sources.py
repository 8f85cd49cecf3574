"""Sources: what an entry needs and leaves behind for having been signed where it was made, besides its kind.

This room knows no devices: the room that keeps them says here how a signature is checked. The same needs and apply
run at replay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ledger.deeds.entries import Entry, Event, Signed
from ledger.deeds.kinds import KINDS
from ledger.deeds.needs import Needs, Wanted
from ledger.deeds.rows import Rows


@dataclass(frozen=True)
class Source:
    """How signed entries are taken.

    `needs` reads what was signed alone; `check` (pure; entry, signed, rows, origin of the log) refuses what its device
    did not sign or may not; `apply` (pure) counts the entry for its device, after its kind's own apply.
    """

    needs: Callable[[Signed], Needs]
    check: Callable[[Entry, Signed, Rows, str], None]
    apply: Callable[[Event, Signed, Rows], None]


_sources: list[Source] = []


def take_signed_by(source: Source) -> None:
    """Let this source say how signed entries are taken; there is one."""
    if _sources:
        raise ValueError("it is said already how signed entries are taken")
    _sources.append(source)


def want(wanted: Wanted, entry: Any) -> None:
    """Want what an entry, or an event dressed as one, needs: for its kind and for its source."""
    wanted.add(KINDS[entry.kind].needs(entry))
    if entry.signed is not None:
        wanted.add(_sources[0].needs(entry.signed))


def check(entry: Entry, rows: Rows, origin: str) -> None:
    """Refuse a signed entry that its device did not sign, or may not."""
    if entry.signed is not None:
        _sources[0].check(entry, entry.signed, rows, origin)


def apply(event: Event, rows: Rows) -> None:
    """Let an event change the rows, as its kind and its source say."""
    KINDS[event.kind].apply(event, rows)
    if event.signed is not None:
        _sources[0].apply(event, event.signed, rows)
