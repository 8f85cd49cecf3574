"""WDR-01: a registration that was taken back carries no new deeds."""

from __future__ import annotations

from ledger.custody.refusals import RegistrationWithdrawn
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.parties.tables import PARTY, PLACE
from ledger.standing.reading import is_withdrawn
from ledger.standing.tables import STANDING

SOURCE = "ours; docs/importing.md"


@guard("WDR-01", on="lot.tagged.v1", source=SOURCE)
def registered_where_it_starts(entry: Entry, rows: Rows) -> None:
    """No lot starts at a site, or for a holder, whose registration was taken back."""
    _refuse_withdrawn(rows, PLACE, entry["place"])
    _refuse_withdrawn(rows, PARTY, entry["holder"])


@guard("WDR-01", on="consignment.dispatched.v1", source=SOURCE)
def sent_to_the_registered(entry: Entry, rows: Rows) -> None:
    """Nothing is sent to a party whose registration was taken back."""
    _refuse_withdrawn(rows, PARTY, entry["to"])


def _refuse_withdrawn(rows: Rows, table: Table, code: str) -> None:
    row = rows.get(table, code)
    if row is not None and is_withdrawn(rows.of(STANDING, code), row.event_id):
        raise RegistrationWithdrawn(registered=code)
