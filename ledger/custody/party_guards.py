"""Guards about who acts: a party that somebody has stopped, and the person who dug a bag."""

from __future__ import annotations

from datetime import date

from ledger.custody import (
    blending,
    buying,
    dispatching,
    exporting,
    importing,
    opening_stock,
    processing,
    receiving,
    splitting,
    tagging,
)
from ledger.custody.refusals import MinerNotNamed, PartyStopped
from ledger.custody.tables import CONSIGNMENT, LOT
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.kinds import KINDS
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter
from ledger.standing.party_status import stopped_by
from ledger.standing.tables import STANDING

MAKING = (blending.KIND, splitting.KIND, processing.KIND, opening_stock.KIND, importing.KIND)
ON = (tagging.KIND, buying.KIND, *MAKING, dispatching.KIND, receiving.KIND, exporting.KIND)


@guard("ACT-03", on=ON)
def party_may_act(entry: Entry, rows: Rows) -> None:
    """A suspended or revoked party can neither create a lot nor take one over nor send one, on the day of the deed."""
    day = day_of(entry, rows)
    for party in parties_of(entry, rows):
        decision = stopped_by(rows.of(STANDING, party), day)
        if decision is not None:
            raise PartyStopped(party=party, state=decision.value, since=decision.valid_from.isoformat())


def day_of(entry: Entry, rows: Rows) -> date:
    """Return the local day on which a deed happened."""
    return date.fromisoformat(local_date(entry, KINDS[entry.kind], rows))


def parties_of(entry: Entry, rows: Rows) -> list[str]:
    """Return the parties to a deed, as far as they are known: who has a lot before and who has it afterwards."""
    if entry.kind == tagging.KIND:
        return [entry["holder"]]
    if entry.kind == dispatching.KIND:
        return [entry.actor.party, entry["to"]]
    if entry.kind == buying.KIND:
        lot = rows.get(LOT, entry["lot"])
        return [lot.holder, entry.actor.party] if lot else []
    if entry.kind == receiving.KIND:
        consignment = rows.get(CONSIGNMENT, entry["consignment"])
        return [consignment.from_party, entry.actor.party] if consignment else []
    return [entry.actor.party]


@guard("ACT-04", on=tagging.KIND)
def miner_is_named(entry: Entry, rows: Rows) -> None:
    """A bag names the miner or the team's representative where the country demands it; the name stays hidden."""
    place = rows.get(PLACE, entry["place"])
    if not entry.get("miner") and parameter("miner_named", day_of(entry, rows), place.country):
        raise MinerNotNamed(place=place.code, country=place.country)
