"""Which questions of licensing a transfer asks, and what was relied on for their answers. Pure, over loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from ledger.custody.tables import CONSIGNMENT, LOT
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry
from ledger.deeds.kinds import KINDS
from ledger.deeds.rows import NotNeeded, Rows
from ledger.deeds.tables import Table
from ledger.parties.kinds import MINE_SITE
from ledger.parties.tables import PARTY, PLACE
from ledger.rulebook.tables import REFERENCE, shelf
from ledger.standing.licensing import may
from ledger.standing.question import WARN, Question, Side, Verdict
from ledger.standing.regimes import COUNTRY_RULES, EXPORT, PURCHASE, REGIMES, STORE, TRANSPORT
from ledger.standing.tables import STANDING

Judged = list[tuple[Question, Verdict]]
BUYING, DISPATCHING, RECEIVING = "lot.bought.v1", "consignment.dispatched.v1", "consignment.received.v1"
EXPORTING = "lot.exported.v1"
_judged: WeakKeyDictionary[Rows, tuple[Entry, Judged]] = WeakKeyDictionary()
"""Answers for the entry that is being judged: every guard asks, and what they rely on does not change in between."""


def judged(entry: Entry, rows: Rows) -> Judged:
    """Return the questions of a transfer with their answers."""
    held = _judged.get(rows)
    if held is None or held[0] is not entry:
        held = (entry, [(each, _answer(each, rows)) for each in _questions(entry, rows)])
        _judged[rows] = held
    return held[1]


def relied_on(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Return what the event keeps of the answers: rows of the rule book, what they answered, what they warned of.

    Nothing where no row of the countries is known. It names no licence: the other side of a transfer stays hidden.
    """
    answers = [
        {
            "act": question.act,
            "ore": question.ore,
            "answer": verdict.answer,
            "rows": [[row.key, row.event_id, row.confidence] for row in verdict.rows],
            "warnings": sorted({f"{each.rule} {each.code}" for each in verdict.reasons if each.weight == WARN}),
        }
        for question, verdict in judged(entry, rows)
        if verdict.rows
    ]
    return {"licences": answers} if answers else {}


def _answer(question: Question, rows: Rows) -> Verdict:
    regimes = _listed(rows, REFERENCE, shelf(REGIMES, question.country))
    return may(question, regimes, _listed(rows, REFERENCE, shelf(COUNTRY_RULES, question.country)))


def day_of(entry: Entry, rows: Rows) -> date:
    """Return the local day on which a deed happened."""
    return date.fromisoformat(local_date(entry, KINDS[entry.kind], rows))


def _questions(entry: Entry, rows: Rows) -> list[Question]:
    day = day_of(entry, rows)
    of = {BUYING: _of_buying, DISPATCHING: _of_dispatching, RECEIVING: _of_receiving, EXPORTING: _of_exporting}
    return list(of[entry.kind](entry, rows, day))


def _of_buying(entry: Entry, rows: Rows, day: date) -> Iterable[Question]:
    lot, place = rows.get(LOT, entry["lot"]), rows.get(PLACE, entry["place"])
    if lot is None or place is None:
        return
    buyer, seller = _side(entry.actor.party, rows), _side(lot.holder, rows)
    places = frozenset({lot.place})
    yield Question(PURCHASE, lot.mineral, place.country, day, buyer, seller, places=places)
    if place.kind != MINE_SITE:
        yield Question(STORE, lot.mineral, place.country, day, buyer)


def _of_dispatching(entry: Entry, rows: Rows, day: date) -> Iterable[Question]:
    destination, sender, receiver = rows.get(PLACE, entry["destination"]), entry.actor.party, entry["to"]
    lots = (rows.get(LOT, code) for code in entry["lots"])
    # of lots of somebody else nothing is told, not even their ore
    own = [lot for lot in lots if lot and lot.holder == sender and rows.holds(PLACE, lot.place)]
    for ore, country in sorted({(lot.mineral, rows.get(PLACE, lot.place).country) for lot in own}):
        mine, other = _side(sender, rows), _side(receiver, rows)
        if destination.country == country:
            yield Question(TRANSPORT, ore, country, day, mine, other)
        else:
            yield Question(EXPORT, ore, country, day, mine, other, destination=destination.country)


def _of_exporting(entry: Entry, rows: Rows, day: date) -> Iterable[Question]:
    lot = rows.get(LOT, entry["lot"])
    if lot is None or lot.holder != entry.actor.party or not rows.holds(PLACE, lot.place):
        return
    country, mine = rows.get(PLACE, lot.place).country, _side(entry.actor.party, rows)
    yield Question(EXPORT, lot.mineral, country, day, mine, destination=entry["destination"])


def _of_receiving(entry: Entry, rows: Rows, day: date) -> Iterable[Question]:
    consignment, place = rows.get(CONSIGNMENT, entry["consignment"]), rows.get(PLACE, entry["place"])
    if consignment is None or place is None:
        return
    sender, receiver = consignment.from_party, entry.actor.party
    start = rows.get(PLACE, consignment.from_place) if rows.holds(PLACE, consignment.from_place) else None
    at_home = start is not None and start.country == place.country
    for ore in sorted({rows.get(LOT, code).mineral for code in consignment.lots}):
        if at_home and sender != receiver:
            yield Question(PURCHASE, ore, place.country, day, _side(receiver, rows), _side(sender, rows))
        if at_home and place.kind != MINE_SITE:
            yield Question(STORE, ore, place.country, day, _side(receiver, rows))


def _side(code: str, rows: Rows) -> Side:
    party = rows.get(PARTY, code) if rows.holds(PARTY, code) else None
    return Side(party.kind if party else "", code, tuple(_listed(rows, STANDING, code)))


def _listed(rows: Rows, table: Table, owner: str) -> list[Any]:
    try:
        return rows.of(table, owner)
    except NotNeeded:
        return []
