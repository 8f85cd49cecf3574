"""SEG-01: who issues tags does not apply them, who applies them does not take over the bags."""

from __future__ import annotations

from ledger.custody import buying, receiving, tagging
from ledger.custody.tables import CONSIGNMENT, LOT, TAG
from ledger.custody.tags import retagging
from ledger.custody.tags.refusals import IssuerApplies, TaggerReceives
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows


@guard("SEG-01", on=(tagging.KIND, retagging.KIND))
def issuer_does_not_apply(entry: Entry, rows: Rows) -> None:
    """Whoever issued a tag, or signed for it, cannot close it on a bag."""
    number = entry["new_tag"] if entry.kind == retagging.KIND else entry["tag"]
    tag = rows.get(TAG, number)
    if tag is not None and entry.actor.id in (tag.issued_by or "").split(","):
        raise IssuerApplies(tag=number)


@guard("SEG-01", on=(buying.KIND, receiving.KIND))
def tagger_does_not_receive(entry: Entry, rows: Rows) -> None:
    """The person who tagged a bag cannot buy or receive it."""
    for code in _lots_of(entry, rows):
        lot = rows.get(LOT, code)
        if lot is not None and lot.tagged_by == entry.actor.id:
            raise TaggerReceives(lot=code)


def _lots_of(entry: Entry, rows: Rows) -> list[str]:
    if entry.kind == buying.KIND:
        return [entry["lot"]]
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    return [code for code in consignment.lots if rows.holds(LOT, code)] if consignment else []
