"""Sixteen hands at one consignment at the same instant: it arrives once, or is turned away; every lot is somewhere."""

from __future__ import annotations

from ledger import codes
from ledger.custody.tables import IN_TRANSIT, OPEN
from ledger.models import Consignment, Hand, Lot, Proposal, StockCount
from tests import make
from tests.concurrency.together import WRITERS, people, recorded, refused, said_at_once
from tests.make import entered, envelope


def receiving(world, consignment: str, **facts) -> dict:
    return envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot, **facts)


def refusing(consignment: str) -> dict:
    return envelope("consignment.refused.v1", consignment=consignment, reason="seals")


def partly(world, consignment: str, came: list[str], missing: list[str]) -> dict:
    return receiving(world, consignment, came=[{"lot": lot} for lot in came], missing=missing or None)


def of_each(*lists):
    """Return the lists dovetailed: one of each, then the next of each."""
    return [each for row in zip(*lists, strict=True) for each in row]


def test_16_receipts_take_a_consignment_over_once(world):
    consignment = world.dispatched(*[world.bought() for _ in range(4)])
    sent = [receiving(world, consignment) for _ in range(WRITERS)]

    answers = said_at_once(people(world.rivals.clerk), sent)

    assert answers == {("recorded", None): 1, ("refused", "consignment_closed"): WRITERS - 1}
    assert Lot.objects.filter(holder=world.rivals.party, state=OPEN).count() == 4
    assert Hand.objects.filter(party=world.rivals.party, as_what="holder").count() == 4


def test_a_consignment_is_received_or_refused_and_not_both(world):
    consignment = world.dispatched(world.bought(), world.bought())
    halves = WRITERS // 2
    receipts = [receiving(world, consignment) for _ in range(halves)]
    sent = of_each(receipts, [refusing(consignment) for _ in range(halves)])

    answers = said_at_once(people(world.rivals.clerk), sent)

    assert answers == {("recorded", None): 1, ("refused", "consignment_closed"): WRITERS - 1}


def test_of_16_partial_receipts_of_different_lots_one_counts_and_the_others_are_asked_again(world):
    lots = sorted(world.bought() for _ in range(4))
    consignment = world.dispatched(*lots)
    sent = [
        partly(world, consignment, [lots[number % 4]], [lot for lot in lots if lot != lots[number % 4]])
        for number in range(WRITERS)
    ]

    answers = said_at_once(people(world.rivals.clerk), sent)

    assert answers == {("recorded", None): 1, ("refused", "lots_unaccounted"): WRITERS - 1}
    assert Lot.objects.filter(state=OPEN, holder=world.rivals.party).count() == 1
    assert Lot.objects.filter(state=IN_TRANSIT, on_hold=True, holder=world.ours.party).count() == 3


def test_what_was_missing_comes_late_or_goes_back_and_not_both(world):
    lots = sorted(world.bought() for _ in range(4))
    consignment = world.dispatched(*lots)
    entered(world.rivals.clerk, partly(world, consignment, lots[:1], lots[1:]))
    late = [partly(world, consignment, lots[1:], []) for _ in range(WRITERS // 2)]
    back = [
        envelope("consignment.returned.v1", consignment=consignment, place=world.ours.depot)
        for _ in range(WRITERS // 2)
    ]
    by = of_each([world.rivals.clerk] * (WRITERS // 2), [world.ours.clerk] * (WRITERS // 2))

    answers = said_at_once(by, of_each(late, back))

    assert recorded(answers) == 1
    assert refused(answers, "consignment_closed") == WRITERS - 1
    assert set(Lot.objects.values_list("state", flat=True)) == {OPEN}


def test_lots_are_counted_while_the_rest_of_their_consignment_arrives(world):
    """A count names its lots and the depot, a receipt the depot and then its lots: neither waits for the other."""
    lots = sorted(world.bought() for _ in range(4))
    consignment = world.dispatched(*lots)
    entered(world.rivals.clerk, partly(world, consignment, lots[:1], lots[1:]))
    counted = [{"lot": lots[0], "counted_g": 45_800}]
    facts = {"place": world.rivals.depot, "mineral": "cassiterite", "counted_g": 45_800, "lots": counted}
    counts = [envelope("stock.counted.v1", **facts) for _ in range(WRITERS // 2)]
    late = [partly(world, consignment, lots[1:], []) for _ in range(WRITERS // 2)]

    answers = said_at_once(people(world.rivals.clerk), of_each(counts, late))

    assert recorded(answers) == WRITERS // 2 + 1
    assert refused(answers, "consignment_closed") == WRITERS // 2 - 1


def test_16_signatures_put_a_proposal_in_force_once(world):
    counting = envelope("stock.counted.v1", place=world.ours.depot, mineral="cassiterite", counted_g=1_000)
    entered(world.ours.clerk, counting)
    sent = [envelope("proposal.signed.v1", proposal=counting["key"]) for _ in range(WRITERS)]

    answers = said_at_once(people(world.ours.manager), sent)

    assert answers == {("recorded", None): 1, ("refused", "proposal_closed"): WRITERS - 1}
    assert len(Proposal.objects.get().signed) == 2
    assert StockCount.objects.count() == 1


def test_a_proposal_is_signed_or_given_up_and_not_both(world):
    counting = envelope("stock.counted.v1", place=world.ours.depot, mineral="cassiterite", counted_g=1_000)
    entered(world.ours.clerk, counting)
    signed = [envelope("proposal.signed.v1", proposal=counting["key"]) for _ in range(WRITERS // 2)]
    dropped = [
        envelope("proposal.dropped.v1", proposal=counting["key"], reason="Wrong shelf.") for _ in range(WRITERS // 2)
    ]

    answers = said_at_once(people(world.ours.manager), of_each(signed, dropped))

    assert answers == {("recorded", None): 1, ("refused", "proposal_closed"): WRITERS - 1}
    assert StockCount.objects.count() == (1 if Proposal.objects.get().state == "in_force" else 0)


def test_stock_of_one_code_is_brought_in_once_however_many_counted_it(world):
    lot = {"lot": make.code(codes.LOT), "mineral": "cassiterite", "mass_g": 50_000}
    facts = {"place": world.ours.depot, "stock": "opening", "lots": [lot], "counted_on": "2026-11-02"}
    sent = [envelope("stock.brought_in.v1", **facts) for _ in range(WRITERS)]
    proposed = said_at_once(people(world.ours.manager), sent)
    signatures = [envelope("proposal.signed.v1", proposal=each["key"]) for each in sent]

    answers = said_at_once(people(world.ours.clerk), signatures)

    assert proposed == {("recorded", None): WRITERS}
    assert answers == {("recorded", None): 1, ("refused", "code_taken"): WRITERS - 1}


def test_a_consignment_arrives_while_its_sender_hands_over(world):
    consignment = world.dispatched(world.bought())
    sender = Consignment.objects.get().sent_by
    facts = {"from": sender, "consignments": [consignment]}
    people_to = [f"next-{number}" for number in range(WRITERS // 2)]
    given = [envelope("custody.handed_over.v1", to=to, **facts) for to in people_to]
    entered(world.ours.manager, *given)
    signatures = [envelope("proposal.signed.v1", proposal=each["key"]) for each in given]
    receipts = [receiving(world, consignment) for _ in signatures]
    takers = [make.Actor(to, world.ours.party, world.ours.clerk.roles) for to in people_to]

    answers = said_at_once(of_each(takers, [world.rivals.clerk] * len(takers)), of_each(signatures, receipts))

    assert recorded(answers) in {1, 2}
    assert Consignment.objects.get().state == "received"
    assert refused(answers, "consignment_closed") == len(receipts) - 1
    assert refused(answers, "not_with_person") == len(signatures) - (recorded(answers) - 1)
