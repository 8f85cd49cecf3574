"""MRG-01 in the register: nothing is decided or seen at a code that was merged into another."""

from __future__ import annotations

from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.standing.merging import SiteMerged
from sites.tables import MINE_SITE

AT_SITES = (
    "act.signed.v1",
    "site.capacity_set.v1",
    "site.described.v1",
    "site.located.v1",
    "site.status_decided.v1",
    "site.visited.v1",
    "site.visited.v2",
)


@guard("MRG-01", on=AT_SITES, source="ours; docs/registering.md")
def said_of_the_survivor(entry: Entry, rows: Rows) -> None:
    """Nothing new is entered at the code of a site that was merged: the survivor's code is named instead."""
    for place in entry.get("sites") or [entry["place"]]:
        site = rows.get(MINE_SITE, place)
        if site is not None and site.merged_into:
            raise SiteMerged(place=site.code, into=site.merged_into)
