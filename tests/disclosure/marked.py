"""Entries with unmistakable words in every group that they have: whoever finds one knows what it is of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ledger import codes
from tests import make
from tests.make import World, entered, envelope

PRICE = 987_654_321
"""A price that is nowhere by chance."""


@dataclass
class Marked:
    """What was entered, and the words by group: who must not see a group must not find them."""

    lot: str
    consignment: str
    words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def all(self) -> list[str]:
        return [word for words in self.words.values() for word in words]


def marked_trade(world: World) -> Marked:
    """Tag, weigh, hold, release, buy, dispatch and receive a bag; everybody says something in every group."""
    tagging = world.tagging(miner="NAME-MINER", note="NOTE-TAGGED", latitude_e6=-2_712_345, longitude_e6=28_298_765)
    entered(world.tagger, tagging)
    lot = tagging["facts"]["lot"]
    entered(world.programme, envelope("lot.held.v1", lot=lot, rule="TAG-02", note="NOTE-HELD"))
    hold = envelope("lot.released.v1", lot=lot, note="NOTE-RELEASED")
    entered(world.regulator, hold)
    bought = {"price_minor": PRICE, "currency": "USD", "receipt": "TRADE-RECEIPT"}
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **bought))
    consignment = make.code(codes.CONSIGNMENT)
    sending: dict[str, Any] = {
        "to": world.rivals.party,
        "destination": world.rivals.depot,
        "waybill": "TRADE-WAYBILL",
        "carrier": "TRADE-CARRIER",
        "vehicle": "PLATE-0815",
        "route": ["ROUTE-VILLAGE"],
    }
    sent = envelope("consignment.dispatched.v1", consignment=consignment, lots=[lot], **sending)
    entered(world.ours.clerk, sent)
    came = envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot, note="NOTE-RECEIVED")
    entered(world.rivals.clerk, came)
    words = {
        "people": ["NAME-MINER"],
        "notes": ["NOTE-TAGGED", "NOTE-HELD", "NOTE-RELEASED", "NOTE-RECEIVED"],
        "position": ["2712345", "28298765", "PLATE-0815", "ROUTE-VILLAGE"],
        "trade": [str(PRICE), "TRADE-RECEIPT", "TRADE-WAYBILL", "TRADE-CARRIER"],
    }
    return Marked(lot, consignment, words)
