"""A phone that was away sends its day at once: every entry of a batch is judged, whatever the ones before it made."""

from ledger.deeds.entries import Actor
from ledger.models import Lot
from tests.make import enter, envelope


def test_a_bag_that_one_person_tags_and_buys_in_one_batch_is_refused_at_the_purchase(world):
    everybody = Actor("phone", world.ours.party, world.tagger.roles | world.ours.clerk.roles)
    tagging = world.tagging()
    lot = tagging["facts"]["lot"]

    tagged, weighed, bought = enter(
        everybody,
        tagging,
        envelope("lot.weighed.v1", lot=lot, gross_g=46_200, tare_g=400),
        envelope("lot.bought.v1", lot=lot, place=world.ours.depot, price_minor=41_220, currency="USD"),
    )

    assert tagged.status == weighed.status == "recorded"
    assert (bought.status, bought.rule) == ("refused", "SEG-01")
    assert Lot.objects.get(code=lot).holder == world.cooperative
