"""Sixteen writers at the same instant, on real connections: exactly one wins, nobody deadlocks, nothing is doubled."""

from __future__ import annotations

from ledger import codes
from ledger.deeds.replay import compare
from ledger.models import EventKey, InboxEntry, Lot, Origin
from tests import make
from tests.concurrency.together import WRITERS, answered, at_once
from tests.make import enter, envelope


def test_16_uses_of_one_tag_give_one_lot(world):
    (tag,) = world.issue(1)
    bags = [world.tagging(tag=tag) for _ in range(WRITERS)]

    answers = answered([lambda bag=bag: enter(world.tagger, bag) for bag in bags])

    assert answers == {("recorded", None): 1, ("refused", "tag_already_used"): WRITERS - 1}
    (lot,) = Lot.objects.all()
    assert lot.on_hold
    assert InboxEntry.objects.filter(status="refused", rule="TAG-02").count() == WRITERS - 1
    assert compare()[1] == {}


def test_16_sends_of_one_entry_give_one_event(world):
    entry = world.tagging()

    answers = answered([lambda: enter(world.tagger, entry) for _ in range(WRITERS)])

    assert answers == {("recorded", None): 1, ("repeated", None): WRITERS - 1}
    assert EventKey.objects.filter(key=entry["key"]).count() == 1
    assert Lot.objects.count() == 1


def test_16_lots_under_one_code_give_one_lot(world):
    lot = make.code(codes.LOT)
    tags = world.issue(WRITERS)
    bags = [world.tagging(tag=tag, lot=lot) for tag in tags]

    answers = answered([lambda bag=bag: enter(world.tagger, bag) for bag in bags])

    assert answers == {("recorded", None): 1, ("refused", "code_taken"): WRITERS - 1}


def test_16_consignments_of_one_lot_send_it_once(world):
    lot = world.bought()

    def sending():
        facts = {"lots": [lot], "to": world.rivals.party, "destination": world.rivals.depot}
        return envelope("consignment.dispatched.v1", consignment=make.code(codes.CONSIGNMENT), **facts)

    sendings = [sending() for _ in range(WRITERS)]
    answers = answered([lambda each=each: enter(world.ours.clerk, each) for each in sendings])

    assert answers[("recorded", None)] == 1
    assert answers[("refused", "lot_closed")] == WRITERS - 1


def test_writers_with_overlapping_lots_in_opposite_order_never_deadlock(world):
    lots = [world.bought() for _ in range(6)]

    def day(number):
        ordered = lots if number % 2 else list(reversed(lots))
        return [
            envelope("lot.weighed.v1", lot=ordered[0], gross_g=46_000, tare_g=400),
            envelope(
                "lot.blended.v1",
                lot=make.code(codes.LOT),
                inputs=ordered[number % 4 :],
                mass_g=45_800 * (6 - number % 4),
            ),
        ]

    manager = make.Actor("manager", world.ours.party, world.ours.manager.roles | world.ours.clerk.roles)
    days = [day(number) for number in range(WRITERS)]
    at_once([lambda each=each: enter(manager, *each) for each in days])

    open_g = sum(Lot.objects.filter(state="open").values_list("mass_g", flat=True))
    assert open_g == 6 * 45_800
    for lot in Lot.objects.all():
        assert sum(Origin.objects.filter(lot=lot.code).values_list("grams", flat=True)) == lot.mass_g
    assert compare()[1] == {}
