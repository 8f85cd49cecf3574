"""Two rival organisations with a lot each, and everybody who may knock, for a whole module."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from ledger.deeds.kinds import KINDS
from tests import make
from tests.access.people import EVERYBODY, OURS, PROGRAMME, RIVALS, Knocker
from tests.make import entered, envelope
from tests.served import one_transaction, sequence_all

SLIP, PRICE, WAYBILL = "SLIP-OURS-7781", 987_654_321, "WAYBILL-OURS-3349"
SECRETS = (SLIP, WAYBILL, "987654321", "9876543", "9,876,543", "9 876 543", "9\u202f876\u202f543", "9\xa0876\xa0543")
"""Our trade, in every spelling that a page or file may give it."""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), one_transaction():
        yield build(tmp_path_factory.mktemp("log"))


def build(folder) -> SimpleNamespace:
    world = make.world()
    world.status("green", since="2026-03-01")
    kept, sold = secretly_bought(world), secretly_bought(world)
    second = world.bought(mass_g=20_000)
    blend = world.blended(kept, second, mass_g=65_800)
    send_to_rivals(world, sold)
    theirs = world.bought(by=world.rivals)
    sequence_all(folder)
    party = {OURS: world.ours.party, RIVALS: world.rivals.party, PROGRAMME: world.programme_party, "": ""}
    people = {person: Knocker(person, party[person.side]) for person in EVERYBODY}
    things = {"zone": drawn_zone(world), "lot": blend, "site": world.site, "tag": world.tags[0]}
    things |= {"party": world.ours.party, "depot": world.ours.depot}
    return SimpleNamespace(
        world=world, kept=kept, second=second, blend=blend, sold=sold, theirs=theirs, people=people, things=things
    )


def drawn_zone(world) -> str:
    """Draw a zone around our site and return its code."""
    zone = make.code("Z")
    facts = {**KINDS["zone.drawn.v1"].example, "zone": zone}
    entered(world.programme, envelope("zone.drawn.v1", **facts))
    return zone


def secretly_bought(world) -> str:
    """Buy a lot at our depot for a price that nobody else shall read."""
    lot = world.lot()
    trade = {"price_minor": PRICE, "currency": "USD", "receipt": SLIP}
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **trade))
    return lot


def send_to_rivals(world, lot: str) -> None:
    """Sell a lot to the rivals: from then on they see it, with its origins, but not what we paid."""
    consignment = make.code("C")
    to = {"to": world.rivals.party, "destination": world.rivals.depot}
    entered(world.ours.clerk, envelope("consignment.dispatched.v1", consignment=consignment, lots=[lot], **to))
    world.received(consignment)
