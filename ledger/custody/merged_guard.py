"""MRG-01: no lot starts at a code that was merged into another."""

from __future__ import annotations

from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.standing.merging import refuse_if_merged


@guard("MRG-01", on="lot.tagged.v1", source="ours; docs/registering.md")
def starts_at_the_survivor(entry: Entry, rows: Rows) -> None:
    """Nothing new is entered at the code of a site that was merged: the survivor's code is named instead."""
    refuse_if_merged(rows, entry["place"])
