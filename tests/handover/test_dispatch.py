"""What travels says what it is: tags, seals, weight, papers, and when it should be there."""

import pytest

from ledger import codes
from ledger.models import Consignment, Lot
from tests import make
from tests.make import enter, entered, envelope


def sending(world, *lots, **more):
    facts = {"consignment": make.code(codes.CONSIGNMENT), "lots": list(lots), "to": world.rivals.party}
    return envelope("consignment.dispatched.v1", **{**facts, "destination": world.rivals.depot, **more})


def test_a_dispatch_keeps_its_seals_and_the_day_it_is_expected(world):
    lot = world.bought()
    sent = sending(
        world,
        lot,
        seals=["A-1", "A-2"],
        route=["CD", "Bukavu", "RW"],
        carrier="Transports Lwamba",
        expected_on="2026-11-06",
        gross_g=46_200,
        papers=["ab" * 32],
    )

    entered(world.ours.clerk, sent)

    kept = Consignment.objects.get(code=sent["facts"]["consignment"])
    assert (kept.seals, str(kept.sent_on), str(kept.expected_on)) == (["A-1", "A-2"], "2026-11-03", "2026-11-06")


@pytest.mark.rule("CUST-01")
@pytest.mark.parametrize("given", ["fewer", "another"])
def test_a_tag_list_names_the_tags_of_the_lots_and_no_others(world, given):
    first, second = world.bought(), world.bought()
    tags = [Lot.objects.get(code=lot).tag for lot in (first, second)]
    listed = tags[:1] if given == "fewer" else [*tags, make.code(codes.TAG)]

    (answer,) = enter(world.ours.clerk, sending(world, first, second, tags=listed))

    assert (answer.code, answer.rule) == ("tag_list_differs", "CUST-01")
    assert not Consignment.objects.exists()


def test_the_right_tag_list_travels_with_it(world):
    lot = world.bought()

    entered(world.ours.clerk, sending(world, lot, tags=[Lot.objects.get(code=lot).tag]))

    assert Lot.objects.get(code=lot).state == "in_transit"


def test_nothing_is_expected_before_it_left(world):
    (answer,) = enter(world.ours.clerk, sending(world, world.bought(), expected_on="2026-11-02"))

    assert answer.code == "expected_too_early"
