"""SEG-01: who issues does not apply, who applies does not take over."""

import pytest

from ledger.deeds.entries import Actor
from ledger.models import Lot
from ledger.parties import roles
from tests.make import entered, envelope
from tests.tags.conftest import refused


def both(actor, *more):
    """Return the same person with further roles."""
    return Actor(actor.id, actor.party, actor.roles | set(more))


@pytest.mark.rule("SEG-01")
def test_who_issued_a_tag_does_not_close_it_on_a_bag(world):
    (tag,) = world.issue(1)

    answer = refused(both(world.programme, roles.TAGGING_AGENT), world.tagging(tag=tag))

    assert (answer.code, answer.rule) == ("issuer_applies", "SEG-01")
    assert not Lot.objects.exists()


@pytest.mark.rule("SEG-01")
def test_who_signed_for_an_issue_does_not_apply_it_either(world, stock):
    (tag,) = stock.booklet(1)

    answer = refused(both(world.regulator, roles.TAGGING_AGENT), world.tagging(tag=tag))

    assert (answer.code, answer.rule) == ("issuer_applies", "SEG-01")


@pytest.mark.rule("SEG-01")
def test_nobody_issues_a_booklet_to_himself(world, stock):
    stock.opened()

    answer = refused(world.programme, stock.issuing(stock.box(), agent=world.programme.id))

    assert (answer.code, answer.rule) == ("issuer_applies", "SEG-01")


@pytest.mark.rule("SEG-01")
def test_who_tagged_a_bag_does_not_buy_it(world):
    lot = world.lot()
    same = Actor(world.tagger.id, world.ours.party, frozenset({roles.DEPOT_CLERK}))

    answer = refused(same, envelope("lot.bought.v1", lot=lot, place=world.ours.depot))

    assert (answer.code, answer.rule) == ("tagger_receives", "SEG-01")
    assert Lot.objects.get(code=lot).holder == world.cooperative


@pytest.mark.rule("SEG-01")
def test_who_tagged_a_bag_does_not_receive_it(world):
    lot = world.bought()
    consignment = world.dispatched(lot)
    same = Actor(world.tagger.id, world.rivals.party, frozenset({roles.DEPOT_CLERK}))

    answer = refused(same, envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot))

    assert (answer.code, answer.rule) == ("tagger_receives", "SEG-01")


@pytest.mark.rule("SEG-01")
def test_who_issued_the_new_tag_does_not_close_it_on_a_bag_again(world):
    (old,) = world.issue(1)
    lot = world.bought(tag=old)
    (new,) = world.issue(1, place=world.ours.depot)
    facts = {"lot": lot, "old_tag": old, "new_tag": new, "how": "damaged", "place": world.ours.depot}
    issuer = Actor(world.programme.id, world.ours.party, frozenset({roles.DEPOT_CLERK}))

    answer = refused(
        issuer, envelope("lot.retagged.v1", weighed_g=45_700, photo="9f" * 32, witness="A. Driver", **facts)
    )

    assert answer.rule == "SEG-01"


def test_another_person_buys_what_was_tagged(world):
    lot = world.lot()

    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot))

    assert Lot.objects.get(code=lot).holder == world.ours.party
