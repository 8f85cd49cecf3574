"""What may be said of a party and of a mine site alike: the subject is one of the two."""

from __future__ import annotations

from typing import Any

from ledger.deeds.entries import Entry
from ledger.deeds.facts import Code, Fact
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY, PLACE

SUBJECT: dict[str, Fact] = {
    "party": Code(kind="Q", required=False, about="The party; or a place."),
    "place": Code(kind="S", required=False, about="The mine site or depot; or a party."),
}


def subject_of(entry: Any) -> str:
    """Return the code of the party or place that an entry is about; empty where it names none."""
    return str(entry.get("party") or entry.get("place") or "")


def subject_needs(entry: Any) -> dict[Table, list[str]]:
    """Return the rows whose lock guards the standing of the subject."""
    return {table: [entry[name]] for name, table in (("party", PARTY), ("place", PLACE)) if entry.get(name) is not None}


def known_subject(entry: Entry, rows: Rows) -> None:
    """Refuses an entry about both or neither, unknown_party and unknown_place."""
    party, place = entry.get("party"), entry.get("place")
    if (party is None) == (place is None):
        raise BadEntry("one_subject", "facts.party", "either party or place")
    if party is not None and rows.get(PARTY, party) is None:
        raise BadEntry("unknown_party", "facts.party", "the code of a registered party", given=party)
    if place is not None and rows.get(PLACE, place) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered place", given=place)
