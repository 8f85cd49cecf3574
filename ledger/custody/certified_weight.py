"""What a certificate covers: no more of a lot leaves than the certificates that are named for it."""

from __future__ import annotations

from ledger.custody.exporting import KIND, day_of, net_dry, own_lot
from ledger.custody.refusals import ExportAboveCertificates
from ledger.custody.stock_tables import EXPORT_CERTIFICATE
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.reference.parameters import parameter
from ledger.units import PPM


@guard("EXP-02", on=KIND)
def no_more_than_its_certificates_cover(entry: Entry, rows: Rows) -> None:
    """No more net dry ore leaves than the certificates named cover and two scales explain."""
    lot = own_lot(entry, rows)
    held = [rows.get(EXPORT_CERTIFICATE, number) for number in entry.get("certificates") or []]
    if lot is None or not held or any(each is None or each.weight_g is None for each in held):
        return
    covered = sum(each.weight_g for each in held)
    most_g = covered * (PPM + int(parameter("certificate_weight_tolerance_ppm", day_of(entry, rows)))) // PPM
    declared_g = net_dry(entry, lot)
    if declared_g > most_g:
        raise ExportAboveCertificates(lot=lot.code, declared_g=declared_g, most_g=most_g)
