"""Guards on licences themselves: who may hold one at all, and how often it may be renewed."""

from __future__ import annotations

from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.standing.regimes import COOPERATIVE, NATURAL_PERSON, Regime
from sites.licensing import granting, renewing
from sites.licensing.findings import SOURCE, is_one_sort_only, is_surely_not
from sites.licensing.refusals import HolderKindWrong, RenewedTooOften
from sites.licensing.regime_of import most_renewals


@guard("LIC-03", on=granting.KIND, source=SOURCE)
def holder_is_of_the_right_sort(entry: Entry, rows: Rows) -> None:
    """A licence for natural persons alone is never a company's, one for cooperatives alone never a person's."""
    regime, holder = granting.regime_of(entry, rows), rows.get(PARTY, entry["holder"])
    if regime is None or regime.low:
        return
    for sort in (NATURAL_PERSON, COOPERATIVE):
        if is_one_sort_only(regime, sort) and is_surely_not(holder.kind, sort):
            raise HolderKindWrong(regime=regime.key, holders=sort, kind=holder.kind, party=holder.code)


@guard("LIC-07", on=granting.KIND, source=SOURCE)
def new_number_is_no_renewal_too_many(entry: Entry, rows: Rows) -> None:
    """A right is renewed at most as often as its regime allows, also under a new number."""
    _not_too_often(granting.regime_of(entry, rows), granting.renewals(entry, rows))


@guard("LIC-07", on=renewing.KIND, source=SOURCE)
def renewal_is_not_one_too_many(entry: Entry, rows: Rows) -> None:
    """A licence is renewed at most as often as its regime allows."""
    _not_too_often(renewing.regime_of(entry, rows), renewing.renewals(entry, rows))


def _not_too_often(regime: Regime | None, renewals: int) -> None:
    most = most_renewals(regime)
    if regime is not None and not regime.low and most is not None and renewals > most:
        raise RenewedTooOften(regime=regime.key, most=most, renewals=renewals)
