"""A receipt accounts for every bag: what came, what is missing, what nobody sent; a delivery may be turned away."""

import pytest

from ledger.models import Consignment, Hold, Lot, Move, Weighing
from tests import make
from tests.make import enter, entered, envelope


def receipt(world, consignment, **said):
    facts = {"consignment": consignment, "place": world.rivals.depot, **said}
    return envelope("consignment.received.v1", **facts)


@pytest.fixture
def sent(world):
    """Three bags on their way to the rivals: their lots and the consignment."""
    lots = sorted(world.bought(mass_g=mass) for mass in (45_800, 30_000, 20_000))
    return lots, world.dispatched(*lots)


def states(lots):
    return [(lot.state, lot.on_hold) for lot in Lot.objects.filter(code__in=lots).order_by("code")]


def test_a_receipt_that_says_nothing_of_single_bags_takes_them_all(world, sent):
    lots, consignment = sent

    world.received(consignment)

    assert states(lots) == [("open", False)] * 3
    assert Consignment.objects.get(code=consignment).missing == []


def test_what_is_missing_stays_the_senders_on_hold_until_it_comes(world, sent):
    (first, second, lost), consignment = sent
    came = [{"lot": first}, {"lot": second}]

    entered(world.rivals.clerk, receipt(world, consignment, came=came, missing=[lost]))

    kept = Consignment.objects.get(code=consignment)
    missing = Lot.objects.get(code=lost)
    assert (kept.state, kept.missing, kept.ended_on) == ("part_received", [lost], None)
    assert (missing.holder, missing.state, missing.on_hold) == (world.ours.party, "in_transit", True)
    hold = Hold.objects.get(lot=lost)
    assert (hold.rule, (hold.decide_by - hold.placed_on).days) == ("CUST-05", 30)

    entered(world.rivals.clerk, receipt(world, consignment))

    found = Lot.objects.get(code=lost)
    assert (found.holder, found.state, found.on_hold) == (world.rivals.party, "open", True), "somebody answers for it"
    assert Consignment.objects.get(code=consignment).state == "received"


def test_what_was_missing_may_be_found_at_the_senders(world, sent):
    (first, second, lost), consignment = sent
    entered(world.rivals.clerk, receipt(world, consignment, missing=[lost]))

    entered(world.ours.clerk, envelope("consignment.returned.v1", consignment=consignment, place=world.ours.depot))

    found = Lot.objects.get(code=lost)
    assert (found.holder, found.place, found.state) == (world.ours.party, world.ours.depot, "open")


@pytest.mark.rule("CUST-01")
def test_a_bag_of_which_nothing_is_said_stops_the_receipt(world, sent):
    (first, second, third), consignment = sent

    (answer,) = enter(world.rivals.clerk, receipt(world, consignment, came=[{"lot": first}], missing=[second]))

    assert (answer.code, answer.rule, answer.facts["unsaid"]) == ("lots_unaccounted", "CUST-01", [third])
    assert states([first, second, third]) == [("in_transit", False)] * 3


@pytest.mark.rule("CUST-01")
def test_a_bag_that_came_is_not_missing_and_a_strange_lot_is_none_of_it(world, sent):
    lots, consignment = sent
    strange = world.bought()
    came = [{"lot": lot} for lot in (*lots, strange)]

    (answer,) = enter(world.rivals.clerk, receipt(world, consignment, came=came, missing=lots[:1]))

    assert answer.code == "lots_unaccounted"
    assert (answer.facts["not_sent"], answer.facts["said_twice"]) == ([strange], lots[:1])


def test_a_lot_comes_once_in_a_receipt(world, sent):
    lots, consignment = sent
    came = [{"lot": lots[0], "weighed_g": 1}, {"lot": lots[0], "weighed_g": 2}]

    (answer,) = enter(world.rivals.clerk, receipt(world, consignment, came=came))

    assert (answer.code, answer.field) == ("fact_doubled", "facts.came")


def test_nothing_that_came_is_no_receipt(world, sent):
    lots, consignment = sent

    (answer,) = enter(world.rivals.clerk, receipt(world, consignment, missing=lots))

    assert answer.code == "nothing_came"


def test_what_the_receivers_scale_shows_stands_beside_the_book(world, sent):
    lots, consignment = sent
    came = [{"lot": lots[0], "weighed_g": 45_000}, {"lot": lots[1]}, {"lot": lots[2]}]
    seals = [{"seal": "A-1", "found": "intact"}]

    entered(world.rivals.clerk, receipt(world, consignment, came=came, seals_found=seals, scale="B-12"))

    (shown,) = Weighing.objects.filter(step="receipt")
    book = Lot.objects.get(code=lots[0])
    assert (shown.net_g, shown.book_g, shown.sealed, shown.scale) == (45_000, book.mass_g, True, "B-12")


def test_a_broken_seal_says_that_the_bags_were_not_closed(world, sent):
    lots, consignment = sent
    came = [{"lot": lot, "weighed_g": 10_000} for lot in lots]
    seals = [{"seal": "A-1", "found": "intact"}, {"seal": "A-2", "found": "broken"}]

    entered(world.rivals.clerk, receipt(world, consignment, came=came, seals_found=seals))

    assert set(Weighing.objects.values_list("sealed", flat=True)) == {False}


def test_a_surplus_bag_is_kept_with_its_consignment_and_must_be_described(world, sent):
    _, consignment = sent
    entered(world.rivals.clerk, receipt(world, consignment, surplus=[{"about": "White bag", "grams": 12_500}]))
    assert Consignment.objects.get(code=consignment).surplus == [{"about": "White bag", "grams": 12_500}]

    (answer,) = enter(world.rivals.clerk, receipt(world, consignment, surplus=[{"grams": 12_500}]))
    assert (answer.code, answer.field) == ("surplus_unsaid", "facts.surplus[0]")


def test_a_refused_delivery_comes_back_to_its_sender(world, sent):
    lots, consignment = sent
    refusing = envelope("consignment.refused.v1", consignment=consignment, reason="seals")
    entered(world.rivals.clerk, refusing)
    assert [lot.holder for lot in Lot.objects.filter(code__in=lots)] == [world.ours.party] * 3

    entered(world.ours.clerk, envelope("consignment.returned.v1", consignment=consignment, place=world.ours.depot))

    assert states(lots) == [("open", False)] * 3
    assert Consignment.objects.get(code=consignment).state == "returned"
    for lot in Lot.objects.filter(code__in=lots):
        held = Move.objects.filter(lot=lot.code, party=world.ours.party, place=world.ours.depot)
        assert sum(held.values_list("grams", flat=True)) == lot.mass_g
    world.dispatched(*lots)


@pytest.mark.rule("CUST-01")
def test_a_stranger_neither_refuses_nor_takes_back(world, sent):
    _, consignment = sent
    refusing = envelope("consignment.refused.v1", consignment=consignment, reason="weight")
    (refused,) = enter(world.ours.clerk, refusing)
    entered(world.rivals.clerk, envelope("consignment.refused.v1", consignment=consignment, reason="weight"))
    back = envelope("consignment.returned.v1", consignment=consignment, place=world.rivals.depot)

    (returned,) = enter(world.rivals.clerk, back)

    assert (refused.code, refused.rule) == ("not_consignee", "CUST-01")
    assert (returned.code, returned.rule) == ("not_sender", "CUST-01")


def test_the_sender_does_not_call_back_what_is_on_its_way(world, sent):
    _, consignment = sent
    back = envelope("consignment.returned.v1", consignment=consignment, place=world.ours.depot)

    (answer,) = enter(world.ours.clerk, back)

    assert answer.code == "not_refused"


def test_a_refused_delivery_is_neither_received_nor_refused_again(world, sent):
    _, consignment = sent
    refusing = {"consignment": consignment, "reason": "weight"}
    entered(world.rivals.clerk, envelope("consignment.refused.v1", **refusing))

    received, refused = enter(
        world.rivals.clerk, receipt(world, consignment), envelope("consignment.refused.v1", **refusing)
    )

    assert {received.code, refused.code} == {"consignment_closed"}


def test_sent_refused_and_taken_back_in_one_message(world):
    lot, consignment = world.bought(), make.code("C")
    to = {"to": world.rivals.party, "destination": world.rivals.depot}
    both = world.ours.clerk
    entered(
        both,
        envelope("consignment.dispatched.v1", consignment=consignment, lots=[lot], **to),
    )
    entered(world.rivals.clerk, envelope("consignment.refused.v1", consignment=consignment, reason="damage"))
    entered(
        both,
        envelope("consignment.returned.v1", consignment=consignment, place=world.ours.depot),
        envelope("consignment.dispatched.v1", consignment=make.code("C"), lots=[lot], **to),
    )

    assert Lot.objects.get(code=lot).state == "in_transit"
