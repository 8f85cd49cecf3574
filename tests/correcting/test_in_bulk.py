"""Hundreds of bags at once: one request tags and buys, one consignment carries them, one correction stays small."""

from ledger.models import Lot
from tests.correcting.acts import books_agree, corrected_by_two
from tests.make import entered, envelope


def test_four_hundred_bags_come_in_one_request_and_leave_in_one_consignment(world):
    for _ in range(4):
        world.issue(100)
    tagging = [world.tagging(mass_g=40_000 + number) for number in range(400)]
    lots = [each["facts"]["lot"] for each in tagging]

    entered(world.tagger, *tagging)
    entered(world.ours.clerk, *[envelope("lot.bought.v1", lot=lot, place=world.ours.depot) for lot in lots])
    world.received(world.dispatched(*lots))

    assert Lot.objects.filter(holder=world.rivals.party, state="open").count() == 400
    books_agree()


def test_one_of_four_hundred_inputs_is_corrected(world):
    for _ in range(4):
        world.issue(100)
    tagging = [world.tagging(mass_g=40_000) for _ in range(400)]
    lots = [each["facts"]["lot"] for each in tagging]
    entered(world.tagger, *tagging)
    entered(world.ours.clerk, *[envelope("lot.bought.v1", lot=lot, place=world.ours.depot) for lot in lots])
    blend = world.blended(*lots, mass_g=16_000_000)

    corrected_by_two(world, lots[7], mass_g=39_000)

    assert Lot.objects.get(code=blend).mass_g == 16_000_000
    books_agree()
