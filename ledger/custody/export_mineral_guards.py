"""What an ore asks for by itself before it leaves: uranium and thorium read, another customs code with a reason."""

from __future__ import annotations

from ledger.custody.exporting import KIND, country_of, day_of, own_lot
from ledger.custody.radiation import not_read, reading_required
from ledger.custody.refusals import HsCodeWithoutReason, RadiationNotRead
from ledger.custody.tables import ASSAY
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.reference.hs_codes import is_usual, spelled, usual_codes

SOURCE = "domain/buying.md, MIN"


@guard("MIN-05", on=KIND, source=SOURCE)
def radiation_was_read(entry: Entry, rows: Rows) -> None:
    """Coltan and slag leave only once uranium and thorium of the very lot were read, even where nothing was found."""
    lot = own_lot(entry, rows)
    if lot is None or not reading_required(lot.mineral, lot.product, day_of(entry, rows), country_of(lot, rows)):
        return
    missing = not_read(rows.of(ASSAY, lot.code))
    if missing:
        raise RadiationNotRead(lot=lot.code, missing=missing)


@guard("MIN-07", on=KIND, source=SOURCE)
def other_customs_code_has_a_reason(entry: Entry, rows: Rows) -> None:
    """Ore leaves under the customs code that is usual for it, or the exporter says why under another."""
    lot, code = own_lot(entry, rows), entry.get("hs_code")
    if lot is None or code is None or entry.get("hs_reason"):
        return
    usual = usual_codes(lot.mineral, lot.product)
    if usual and not is_usual(code, usual):
        raise HsCodeWithoutReason(lot=lot.code, hs_code=spelled(code), usual=list(usual))
