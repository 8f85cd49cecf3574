"""HOLD-02: what was released under seal on a condition may move; it is neither used up nor exported."""

from __future__ import annotations

from ledger.custody.exporting import KIND as EXPORTED
from ledger.custody.making_guards import MAKINGS, inputs_of
from ledger.custody.refusals import UnderSeal
from ledger.custody.stopping import BEFORE_USE
from ledger.custody.tables import HOLD
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows

SOURCE = "ours, after domain/beyond_the_peers.md D: conditional release under seal"
BEFORE_USE.append(HOLD)


@guard("HOLD-02", on=MAKINGS, source=SOURCE)
def nothing_sealed_is_used_up(entry: Entry, rows: Rows) -> None:
    """A lot that was released on the condition of its seals goes into no other lot until the hold has ended."""
    for code in inputs_of(entry):
        _unsealed(rows, code)


@guard("HOLD-02", on=EXPORTED, source=SOURCE)
def nothing_sealed_leaves(entry: Entry, rows: Rows) -> None:
    """A lot that was released on the condition of its seals does not leave the country until the hold has ended."""
    _unsealed(rows, entry["lot"])


def _unsealed(rows: Rows, code: str) -> None:
    sealed = [each for each in rows.of(HOLD, code) if each.ended_on is None and each.seals]
    if sealed:
        raise UnderSeal(lot=code, rules=sorted({each.rule for each in sealed}))
