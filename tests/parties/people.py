"""Makers for the register of parties: a person, a description, a decision; each a real deed."""

from __future__ import annotations

from typing import Any

from ledger import codes
from sites.parties.forgetting import forget_person
from tests import make
from tests.make import World, entered, envelope

NAME, PHONE, CARD = "Aline Mapendo Kavira", "+243 991 445 118", "CEA-77102-K"
GROWN_UP, CHILD = "1994-05-02", "2012-05-02"


def person(world: World, **changed: Any) -> dict:
    """Return an envelope that registers a miner of the cooperative."""
    facts = {
        "party": make.code(codes.PARTY),
        "kind": "miner",
        "country": "CD",
        "cooperative": world.cooperative,
        "name": NAME,
        "born_on": GROWN_UP,
        "phone": PHONE,
        "card_kind": "carte de creuseur",
        "card_number": CARD,
        "card_from": "2026-01-10",
        "card_to": "2027-01-09",
    }
    at = changed.pop("at", make.NOW)
    return envelope("person.registered.v1", at=at, **{**facts, **changed})


def registered(world: World, **changed: Any) -> str:
    """Register a miner and return their code."""
    sent = person(world, **changed)
    entered(world.programme, sent)
    return str(sent["facts"]["party"])


def forget(world: World, party: str, reason: str = "left") -> int:
    """Forget a person, as the programme; return how many openings were emptied."""
    return forget_person(party, reason, world.programme).emptied


def described(world: World, party: str | None = None, **facts: Any) -> dict:
    """Return an envelope that describes our trader."""
    return envelope("party.described.v1", party=party or world.ours.party, **facts)


def decided(world: World, status: str, party: str | None = None, **more: Any) -> None:
    """Decide about our trader, or another party."""
    facts = {"party": party or world.ours.party, "by": "state", "status": status, "reason": "fraud"}
    entered(world.regulator, envelope("party.status_decided.v1", **{**facts, "valid_from": "2026-11-01", **more}))
