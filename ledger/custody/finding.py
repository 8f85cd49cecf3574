"""Finds what an entry names among the loaded rows, or says why it cannot be used."""

from __future__ import annotations

from typing import Any

from ledger.custody.refusals import HeadMoved, LotClosed, LotOnHold, NotHolder, NotYourPlace
from ledger.custody.tables import LOT, OPEN
from ledger.deeds.entries import Entry
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Waits
from ledger.parties.tables import PARTY, PLACE


def known_place(entry: Entry, rows: Rows, name: str = "place") -> Any:
    """Return the place that a fact names; a code that nobody registered is a bad entry."""
    place = rows.get(PLACE, entry[name])
    if place is None:
        raise BadEntry("unknown_place", f"facts.{name}", "the code of a registered place", given=entry[name])
    return place


def own_place(entry: Entry, rows: Rows, name: str = "place") -> Any:
    """Return the place that a fact names if the actor's party keeps it; refuses not_your_place."""
    place = known_place(entry, rows, name)
    if place.party != entry.actor.party:
        raise NotYourPlace(place=place.code)
    return place


def known_party(entry: Entry, rows: Rows, name: str) -> Any:
    """Return the party that a fact names; a code that nobody registered is a bad entry."""
    party = rows.get(PARTY, entry[name])
    if party is None:
        raise BadEntry("unknown_party", f"facts.{name}", "the code of a registered party", given=entry[name])
    return party


def known_lot(rows: Rows, code: str) -> Any:
    """Return the lot; a code not known yet makes the entry wait, since another phone may still hold its tagging."""
    lot = rows.get(LOT, code)
    if lot is None:
        raise Waits("unknown_lot", [code], lot=code)
    return lot


def open_lot(entry: Entry, rows: Rows, code: str, *, holder: str | None) -> Any:
    """Return a lot that may be acted on: head as seen, held by holder (None: by anyone), open, not on hold.

    A head that is not recorded yet makes the entry wait; one that was passed refuses head_moved (law 8). The
    holder is checked before anything about the lot is told.
    """
    lot = known_lot(rows, code)
    head = entry.heads.get(code, lot.head)
    if rows.recorded.get(head) != "recorded" and head != lot.head:
        raise Waits("unknown_head", [head], lot=code, field=f"heads.{code}")
    if holder is not None and lot.holder != holder:
        raise NotHolder(lot=code)
    if head != lot.head:
        raise HeadMoved(lot=code, named=head, head=lot.head)
    if lot.state != OPEN:
        raise LotClosed(lot=code, state=lot.state)
    if lot.on_hold:
        raise LotOnHold(lot=code)
    return lot


def zone_of_place(entry: Entry, rows: Rows) -> str | None:
    """Return the time zone of the place that the entry names, for its local date (law 3)."""
    place = rows.get(PLACE, entry["place"])
    return place.zone if place else None
