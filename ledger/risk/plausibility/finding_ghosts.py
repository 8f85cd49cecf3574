"""Finds how many registered miners share a card or telephone with a party: by fingerprints, never by numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.balance.books import rows_of
from ledger.log.reading import Positioned
from ledger.parties.kinds import MINER
from ledger.risk.finders import finds, touches
from ledger.risk.plausibility.ghosts import SHARED
from ledger.risk.screening.marks import CARD, PHONE

_SHARED = """
    SELECT own.party, own.kind, count(DISTINCT other.party)
    FROM ledger_partymark own
    JOIN ledger_partymark other ON other.mark = own.mark AND other.kind = own.kind
    JOIN ledger_party person ON person.code = other.party AND person.kind = %(miner)s
    WHERE own.party = ANY(%(parties)s) AND own.kind = ANY(%(kinds)s)
    GROUP BY own.party, own.kind, own.mark HAVING count(DISTINCT other.party) > 1 ORDER BY 1, 2"""


@finds("party")
def shared_by_miners(parties: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each miner how many registered miners share its card or telephone, itself counted; one question."""
    asked = {"parties": list(parties), "kinds": [CARD, PHONE], "miner": MINER}
    found: dict[str, dict[str, Any]] = {}
    for party, kind, people in rows_of(_SHARED, asked):
        shared = found.setdefault(party, {SHARED: {}})[SHARED]
        shared[kind] = max(people, shared.get(kind, 0))
    return found


_SHARING = """
    SELECT DISTINCT party FROM (
        SELECT mark.party, count(*) OVER (PARTITION BY mark.kind, mark.mark) AS people
        FROM (SELECT DISTINCT party, kind, mark FROM ledger_partymark WHERE kind = ANY(%(kinds)s)) mark
        JOIN ledger_party person ON person.code = mark.party AND person.kind = %(miner)s) shared
    WHERE people > 1"""


def sharing_people() -> set[str]:
    """Return the registered miners who share a card or telephone with another: the clock looks at them all."""
    return {party for (party,) in rows_of(_SHARING, {"kinds": [CARD, PHONE], "miner": MINER})}


@touches
def people_registered(events: Sequence[Positioned]) -> tuple[set[str], ...]:
    """A person who is registered is looked at; where their marks come later, the clock finds them."""
    people = {event.facts["party"] for event in events if event.kind.startswith("person.registered.")}
    return set(), set(), people
