"""Who leaves hands over: the other person signs, and then every thing is with that person."""

import pytest

from ledger.models import Consignment
from ledger.parties.roles import DEPOT_CLERK
from tests.correcting.acts import second_clerk, sign
from tests.make import enter, entered, envelope


def handing(world, **more):
    leaves, stays = world.ours.clerk.id, second_clerk(world.ours).id
    return envelope("custody.handed_over.v1", **{"from": leaves, "to": stays, **more})


def test_an_open_consignment_goes_to_the_one_who_signs(world):
    consignment = world.dispatched(world.bought())
    sent = handing(world, consignments=[consignment])
    entered(world.ours.clerk, sent)
    assert Consignment.objects.get(code=consignment).sent_by == world.ours.clerk.id

    assert sign(second_clerk(world.ours), sent).status == "recorded"

    assert Consignment.objects.get(code=consignment).sent_by == second_clerk(world.ours).id


def test_nobody_else_signs_for_whoever_takes_over(world):
    sent = handing(world, consignments=[world.dispatched(world.bought())])
    entered(world.ours.clerk, sent)

    assert [sign(actor, sent).code for actor in (world.ours.manager, world.programme)] == ["not_allowed"] * 2


def test_what_was_received_meanwhile_is_no_longer_handed_over(world):
    consignment = world.dispatched(world.bought())
    sent = handing(world, consignments=[consignment])
    entered(world.ours.clerk, sent)
    world.received(consignment)

    assert sign(second_clerk(world.ours), sent).code == "not_with_person"


def test_only_what_is_with_the_person_is_handed_over(world):
    foreign = world.dispatched(world.bought(by=world.rivals), by=world.rivals, to=world.ours)

    answers = enter(
        world.ours.clerk,
        handing(world, consignments=[foreign]),
        handing(world, tags=world.issue(1)),
        handing(world),
        handing(world, to=world.ours.clerk.id, consignments=[foreign]),
    )

    assert [answer.code for answer in answers] == [
        "not_with_person",
        "not_with_person",
        "nothing_to_hand_over",
        "same_person",
    ]


@pytest.mark.parametrize("by", ["manager", "clerk"])
def test_a_manager_hands_over_for_somebody_who_is_gone(world, by):
    consignment = world.dispatched(world.bought())
    actor = (
        world.ours.manager
        if by == "manager"
        else type(world.ours.clerk)("x", world.ours.party, frozenset({DEPOT_CLERK}))
    )

    (answer,) = enter(actor, handing(world, consignments=[consignment]))

    assert (answer.status, answer.code) == (
        ("recorded", None) if by == "manager" else ("refused", "manager_hands_over")
    )
