"""CUST-07: what is stopped is not used up in other lots, where its stop would be lost among their grams.

A status needs no rule of its own to go downstream: it is joined over the origins, and these are carried gram by gram,
so what is made reads at least as bad as its worst input.
"""

from __future__ import annotations

from ledger.custody.making_guards import MAKINGS, inputs_of
from ledger.custody.refusals import LotStopped
from ledger.custody.stopping import BEFORE_USE
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.risk.tables import FLAG

STOP = "stop"
FLAG_OF_LOT = Table("flag_of_lot", FLAG.db, dict(FLAG.columns), ("subject", "key"), FLAG.order, by="subject")
"""Flags once more, by their subject: read behind the lock of the lot, never written, so it is no table of its own."""
BEFORE_USE.append(FLAG_OF_LOT)


@guard("CUST-07", on=MAKINGS)
def nothing_stopped_is_used_up(entry: Entry, rows: Rows) -> None:
    """A lot under an open flag that stops it goes into no other lot until the flag is cleared."""
    for code in inputs_of(entry):
        stops = [each for each in rows.of(FLAG_OF_LOT, code) if each.severity == STOP and each.cleared_on is None]
        if stops:
            raise LotStopped(lot=code, rules=sorted({each.rule for each in stops}))
