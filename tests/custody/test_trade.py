"""Only the holder acts, on the head that was seen, and a hand-over has two sides."""

import pytest

from ledger import codes
from ledger.models import Consignment, Lot
from tests import make
from tests.make import enter, envelope


def test_a_bag_goes_from_the_site_to_the_store(world):
    lot = world.bought()
    consignment = world.dispatched(lot)
    assert Lot.objects.get(code=lot).state == "in_transit"

    world.received(consignment)

    held = Lot.objects.get(code=lot)
    assert (held.holder, held.place, held.state) == (world.rivals.party, world.rivals.depot, "open")
    assert Consignment.objects.get(code=consignment).state == "received"


@pytest.mark.rule("CUST-01")
def test_a_depot_does_not_buy_what_a_trader_holds(world):
    lot = world.bought()

    (answer,) = enter(world.rivals.clerk, envelope("lot.bought.v1", lot=lot, place=world.rivals.depot))

    assert (answer.code, answer.rule) == ("not_from_producer", "CUST-01")
    assert Lot.objects.get(code=lot).holder == world.ours.party


@pytest.mark.rule("CUST-01")
def test_only_the_consignee_receives(world):
    lot = world.bought()
    consignment = world.dispatched(lot)

    (answer,) = enter(
        world.ours.clerk, envelope("consignment.received.v1", consignment=consignment, place=world.ours.depot)
    )

    assert (answer.code, answer.rule) == ("not_consignee", "CUST-01")
    assert Lot.objects.get(code=lot).state == "in_transit"


def test_nobody_sends_what_another_holds(world):
    lot = world.bought()
    stealing = envelope(
        "consignment.dispatched.v1",
        consignment=make.code(codes.CONSIGNMENT),
        lots=[lot],
        to=world.ours.party,
        destination=world.ours.depot,
    )

    (answer,) = enter(world.rivals.clerk, stealing)

    assert answer.code == "not_holder"
    assert answer.facts == {"lot": lot}, "a stranger is not told who holds it"


def test_a_consignment_is_received_once(world):
    consignment = world.dispatched(world.bought())
    world.received(consignment)

    (again,) = enter(
        world.rivals.clerk, envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot)
    )

    assert again.code == "consignment_closed"


def test_what_is_on_the_way_cannot_be_blended(world):
    first, second = world.bought(), world.bought()
    world.dispatched(first)

    (answer,) = enter(
        world.ours.manager,
        envelope("lot.blended.v1", lot=make.code(codes.LOT), inputs=[first, second], mass_g=91_600),
    )

    assert answer.code == "lot_closed"


def test_a_lot_on_hold_moves_again_after_its_release(world):
    (tag,) = world.issue(1)
    lot = world.bought(tag=tag)
    enter(world.tagger, world.tagging(tag=tag))
    sending = {"lots": [lot], "to": world.rivals.party, "destination": world.rivals.depot}
    held, *_ = enter(
        world.ours.clerk, envelope("consignment.dispatched.v1", consignment=make.code(codes.CONSIGNMENT), **sending)
    )
    assert held.code == "lot_on_hold"

    enter(world.programme, envelope("lot.released.v1", lot=lot, note="The second tag was misread."))

    world.dispatched(lot)


def test_a_stale_head_is_refused_and_the_lot_stays(world):
    lot = world.lot()
    seen = str(Lot.objects.get(code=lot).head)
    enter(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot))

    sending = envelope(
        "consignment.dispatched.v1",
        heads={lot: seen},
        consignment=make.code(codes.CONSIGNMENT),
        lots=[lot],
        to=world.rivals.party,
        destination=world.rivals.depot,
    )
    (answer,) = enter(world.ours.clerk, sending)

    assert answer.code == "head_moved"
    assert Lot.objects.get(code=lot).state == "open"


def test_weighing_neither_moves_the_head_nor_the_book(world):
    lot = world.bought()
    before = Lot.objects.get(code=lot)

    (answer,) = enter(world.ours.clerk, envelope("lot.weighed.v1", lot=lot, gross_g=46_000, tare_g=400))

    after = Lot.objects.get(code=lot)
    assert answer.status == "recorded"
    assert (after.head, after.mass_g) == (before.head, before.mass_g)


@pytest.mark.rule("WGT-01")
@pytest.mark.parametrize("tare_g", [46_000, 46_001])
def test_the_tare_is_less_than_the_gross(world, tare_g):
    lot = world.bought()

    (answer,) = enter(world.ours.clerk, envelope("lot.weighed.v1", lot=lot, gross_g=46_000, tare_g=tare_g))

    assert (answer.code, answer.rule) == ("tare_not_below_gross", "WGT-01")


def test_a_rival_does_not_weigh_what_he_does_not_hold(world):
    (answer,) = enter(world.rivals.clerk, envelope("lot.weighed.v1", lot=world.bought(), gross_g=46_000, tare_g=400))

    assert answer.code == "not_holder"
