"""Sixteen deeds on the same lot at the same instant: one is done, all others are told what has become of the lot."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from ledger import codes
from ledger.custody.correcting import walking
from ledger.custody.tables import CONSUMED, EXPORTED, VOIDED
from ledger.models import Correction, EventKey, Lot, Proposal, Tag, Weighing
from ledger.parties.roles import DEPOT_CLERK, DEPOT_MANAGER
from tests import make
from tests.concurrency.together import WRITERS, answered, at_once, people, recorded, refused, said_at_once
from tests.correcting.acts import correction
from tests.exports.conftest import certified, exporting, seal  # noqa: F401  (fixtures)
from tests.make import enter, entered, envelope


@pytest.fixture
def hands(world):
    """Return a person of ours who may do everything that a depot does."""
    return make.Actor("hands", world.ours.party, frozenset({DEPOT_CLERK, DEPOT_MANAGER}))


def splitting(lot: str, mass_g: int = 45_800) -> dict:
    parts = [{"lot": make.code(codes.LOT), "mass_g": part} for part in (mass_g - 15_000, 15_000)]
    return envelope("lot.split.v1", lot=lot, outputs=parts)


def processing(*lots: str, mass_g: int = 45_800) -> dict:
    outputs = [
        {"lot": make.code(codes.LOT), "mass_g": mass_g - 5_000, "what": "main", "product": "concentrate"},
        {"lot": make.code(codes.LOT), "mass_g": 3_000, "what": "tailings", "product": "tailings"},
    ]
    lines = [{"cause": "washing", "grams": -2_000}]
    return envelope("lot.processed.v1", process="washing", inputs=list(lots), outputs=outputs, changes=lines)


def blending(*lots: str, mass_g: int) -> dict:
    return envelope("lot.blended.v1", lot=make.code(codes.LOT), inputs=list(lots), mass_g=mass_g)


def dispatching(world, *lots: str) -> dict:
    facts = {"consignment": make.code(codes.CONSIGNMENT), "lots": list(lots)}
    return envelope("consignment.dispatched.v1", to=world.rivals.party, destination=world.rivals.depot, **facts)


def in_stock() -> int:
    """Return the grams of all lots that have not gone."""
    return Lot.objects.exclude(state__in=(CONSUMED, EXPORTED, VOIDED)).aggregate(grams=Sum("mass_g"))["grams"] or 0


def test_16_splits_of_one_lot_split_it_once(world, hands):
    lot = world.bought()

    answers = said_at_once(people(hands), [splitting(lot) for _ in range(WRITERS)])

    assert answers == {("recorded", None): 1, ("refused", "lot_closed"): WRITERS - 1}
    assert (Lot.objects.count(), in_stock()) == (3, 45_800)


def test_16_lots_split_into_parts_of_the_same_codes_give_these_codes_once(world, hands):
    lots = [world.bought() for _ in range(WRITERS)]
    first, second = make.code(codes.LOT), make.code(codes.LOT)
    # in both orders, so that nobody waits for the other's new row
    orders = [(first, second), (second, first)]
    sent = [
        envelope("lot.split.v1", lot=lot, outputs=[{"lot": part, "mass_g": 22_900} for part in orders[number % 2]])
        for number, lot in enumerate(lots)
    ]

    answers = said_at_once(people(hands), sent)

    assert answers == {("recorded", None): 1, ("refused", "code_taken"): WRITERS - 1}
    assert in_stock() == 45_800 * WRITERS


def test_16_processes_of_one_lot_use_it_once(world, hands):
    lot = world.bought()

    answers = said_at_once(people(hands), [processing(lot) for _ in range(WRITERS)])

    assert answers == {("recorded", None): 1, ("refused", "lot_closed"): WRITERS - 1}
    assert in_stock() == 43_800


def test_16_exports_of_one_lot_send_it_abroad_once(certified, hands):  # noqa: F811
    bag = certified()

    answers = said_at_once(people(hands), [exporting(bag.lot, bag.number) for _ in range(WRITERS)])

    assert recorded(answers) == 1
    assert refused(answers, "lot_closed", "certificate_not_for_lot") == WRITERS - 1
    assert Lot.objects.get().state == EXPORTED


def test_a_lot_is_used_split_processed_or_sent_but_only_one_of_them(world, hands):
    lot, other = world.bought(), world.bought()
    sent = [
        deed
        for _ in range(WRITERS // 4)
        for deed in (blending(lot, other, mass_g=91_600), splitting(lot), processing(lot), dispatching(world, lot))
    ]

    answers = said_at_once(people(hands), sent)

    assert answers == {("recorded", None): 1, ("refused", "lot_closed"): WRITERS - 1}


def test_8_blends_and_8_consignments_share_lots_in_opposite_order(world, hands):
    lots = [world.bought() for _ in range(4)]
    blends = [blending(*lots, mass_g=4 * 45_800) for _ in range(WRITERS // 2)]
    sendings = [dispatching(world, *reversed(lots)) for _ in range(WRITERS // 2)]

    answers = said_at_once(people(hands), [each for pair in zip(blends, sendings, strict=True) for each in pair])

    assert answers == {("recorded", None): 1, ("refused", "lot_closed"): WRITERS - 1}
    assert in_stock() == 4 * 45_800


def test_16_corrections_by_the_one_who_tagged_it_correct_it_once(world):
    lot = world.lot()
    sent = [correction(lot, mass_g=45_000 + number) for number in range(WRITERS)]

    answers = said_at_once(world.tagger, sent)

    assert answers == {("recorded", None): 1, ("refused", "value_moved"): WRITERS - 1}
    assert Correction.objects.count() == 1


def test_of_16_corrections_that_others_propose_one_comes_into_force(world):
    lot = world.bought()
    sent = [correction(lot, mass_g=45_000 + number) for number in range(WRITERS)]
    proposed = said_at_once(people(world.ours.clerk), sent)
    signatures = [envelope("proposal.signed.v1", proposal=each["key"]) for each in sent]

    answers = said_at_once(people(world.ours.manager), signatures)

    assert proposed == {("recorded", None): WRITERS}
    assert answers == {("recorded", None): 1, ("refused", "value_moved"): WRITERS - 1}
    (corrected,) = Correction.objects.all()
    assert Lot.objects.get().mass_g == corrected.now["mass_g"]
    assert Proposal.objects.filter(state="in_force").count() == 1


def test_a_correction_and_what_uses_the_lot_up_may_come_at_once(world, hands):
    lots = [world.bought() for _ in range(WRITERS // 2)]
    sent = [correction(lot, mass_g=40_000) for lot in lots]
    entered(world.ours.clerk, *sent)
    signatures = [envelope("proposal.signed.v1", proposal=each["key"]) for each in sent]
    splits = [splitting(lot) for lot in lots]

    answers = said_at_once(people(hands), [each for pair in zip(signatures, splits, strict=True) for each in pair])

    # a split of what was corrected before no longer adds up; one that came first is counted again
    assert recorded(answers) + refused(answers, "mass_mismatch") == WRITERS
    assert recorded(answers) >= WRITERS // 2
    assert Correction.objects.filter(first=world.ours.clerk.id).count() == WRITERS // 2


def test_a_weighing_and_a_signature_on_the_same_lot_come_in_one_batch_16_times(world, hands):
    """The weighing relies on the lot, the correction changes it: what is shared at first is needed whole later."""
    lot = world.bought()
    sent = [correction(lot, mass_g=45_000 + number) for number in range(WRITERS)]
    entered(world.ours.clerk, *sent)
    batches = [
        [
            envelope("lot.weighed.v1", lot=lot, gross_g=46_000, tare_g=400),
            envelope("proposal.signed.v1", proposal=each["key"]),
        ]
        for each in sent
    ]
    by = people(hands)

    answers = answered(
        [lambda who=who, batch=batch: enter(who, *batch) for who, batch in zip(by, batches, strict=True)]
    )

    assert answers == {("recorded", None): WRITERS + 1, ("refused", "value_moved"): WRITERS - 1}
    assert Weighing.objects.filter(lot=lot).count() == WRITERS


def test_16_workers_walk_one_correction_and_every_making_flows_once(world, hands):
    lot = world.bought()
    split = splitting(lot)
    entered(hands, split)
    parts = [each["lot"] for each in split["facts"]["outputs"]]
    for part, mass_g in zip(parts, (30_800, 15_000), strict=True):
        entered(hands, splitting(part, mass_g) if mass_g > 15_000 else processing(part, mass_g=mass_g))
    sent = correction(lot, mass_g=44_000)
    # the walk of the signature itself is left to those who come at once
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ledger.inbox.consequences.AFTER_RECORD", {})
        entered(world.ours.clerk, sent)
        entered(world.ours.manager, envelope("proposal.signed.v1", proposal=sent["key"]))
    (due,) = walking.due()

    def walk():
        walking.finish(due, walking.walk(due, 10_000))
        return []

    at_once([walk] * WRITERS)

    assert walking.due() == []
    reflowed = Correction.objects.filter(first="system", flow=None)
    assert sorted(reflowed.values_list("lot", flat=True)) == sorted(
        Lot.objects.exclude(code=lot).values_list("code", flat=True)
    )


def test_16_voids_of_one_lot_void_it_once(world):
    lot = world.lot()
    tag = Lot.objects.get().tag
    sent = [envelope("lot.voided.v1", lot=lot, tag=tag, reason="Entered twice.") for _ in range(WRITERS)]

    answers = said_at_once(world.tagger, sent)

    assert answers == {("recorded", None): 1, ("refused", "lot_in_use"): WRITERS - 1}
    assert (Lot.objects.get().state, Tag.objects.get(code=tag).state) == (VOIDED, "void")


def test_a_lot_is_voided_or_bought_and_not_both(world):
    lots = [world.lot() for _ in range(WRITERS // 2)]
    tags = dict(Lot.objects.values_list("code", "tag"))
    voids = [envelope("lot.voided.v1", lot=lot, tag=tags[lot], reason="Entered twice.") for lot in lots]
    buys = [envelope("lot.bought.v1", lot=lot, place=world.ours.depot) for lot in lots]
    by = [
        each for pair in zip([world.tagger] * len(lots), [world.ours.clerk] * len(lots), strict=True) for each in pair
    ]

    answers = said_at_once(by, [each for pair in zip(voids, buys, strict=True) for each in pair])

    # a lot that was bought first: its voiding is a proposal that waits for a second person
    assert Lot.objects.filter(state=VOIDED).count() + Lot.objects.filter(holder=world.ours.party).count() == len(lots)
    assert refused(answers, "lot_closed") == Lot.objects.filter(state=VOIDED).count()
    assert EventKey.objects.filter(outcome="recorded", key__in=[each["key"] for each in voids]).count() == len(lots)
