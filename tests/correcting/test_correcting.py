"""A lot is corrected by a later entry that names the earlier one; what it said before stays in the book."""

import pytest

from ledger.models import Correction, Lot, Move, Origin, Proposal
from tests.correcting.acts import books_agree, corrected_by_two, correction, second_clerk, sign
from tests.make import enter, entered, envelope


def test_who_tagged_a_bag_corrects_its_weight_at_once_until_somebody_acts_on_it(world):
    code = world.lot(mass_g=45_800)

    entered(world.tagger, correction(code, mass_g=48_500))

    assert Lot.objects.get(code=code).mass_g == 48_500
    (told,) = Correction.objects.filter(lot=code)
    assert (told.was, told.now, told.second) == ({"mass_g": 45_800}, {"mass_g": 48_500}, None)
    books_agree()


def test_a_second_correction_names_the_first(world):
    code = world.lot(mass_g=45_800)
    first = Lot.objects.get(code=code).event_id
    entered(world.tagger, correction(code, mass_g=48_500))

    (late,) = enter(world.tagger, correction(code, mass_g=47_000, corrects=first))
    entered(world.tagger, correction(code, mass_g=47_000))

    assert (late.status, late.code) == ("refused", "corrects_other")
    assert Lot.objects.get(code=code).mass_g == 47_000
    assert Correction.objects.filter(lot=code).count() == 2
    books_agree()


def test_the_day_of_digging_is_corrected_in_the_origin_too(world):
    code = world.lot(dug_on="2026-11-02")

    entered(world.tagger, correction(code, dug_on="2026-10-30"))

    assert Origin.objects.get(lot=code).dug_on.isoformat() == "2026-10-30"


def test_ore_is_not_dug_after_its_bag_was_tagged(world):
    code = world.lot(dug_on="2026-11-02")

    (answer,) = enter(world.tagger, correction(code, dug_on="2026-11-09"))

    assert (answer.status, answer.code) == ("refused", "dug_later")


@pytest.mark.rule("CUST-02")
def test_after_the_purchase_it_takes_a_second_person(world):
    code = world.bought(mass_g=45_800)
    sent = correction(code, mass_g=44_800)

    entered(world.tagger, sent)

    assert Lot.objects.get(code=code).mass_g == 45_800
    assert Proposal.objects.get(key=sent["key"]).state == "waiting"


@pytest.mark.rule("CUST-02")
def test_a_clerk_who_did_not_tag_the_bag_corrects_nothing_alone(world):
    code = world.bought(mass_g=45_800)
    sent = correction(code, mass_g=44_800)
    entered(world.ours.clerk, sent)
    assert Lot.objects.get(code=code).mass_g == 45_800

    assert sign(second_clerk(world.ours), sent).status == "recorded"

    lot = Lot.objects.get(code=code)
    assert (lot.mass_g, str(lot.head)) == (44_800, sent["key"])
    assert Correction.objects.get(lot=code).second == second_clerk(world.ours).id
    assert sum(Move.objects.filter(lot=code, party=world.ours.party).values_list("grams", flat=True)) == 44_800
    books_agree()


def test_a_rival_neither_proposes_nor_signs(world):
    code = world.bought()
    sent = correction(code, mass_g=44_800)

    (proposed,) = enter(world.rivals.clerk, {**sent, "key": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b12"})
    entered(world.ours.clerk, sent)
    signed = sign(world.rivals.clerk, sent)

    assert (proposed.code, signed.code) == ("not_holder", "not_allowed")
    assert Lot.objects.get(code=code).mass_g == 45_800


def test_nobody_corrects_what_he_did_not_see(world):
    code = world.lot(mass_g=45_800)

    (answer,) = enter(world.tagger, correction(code, was={"mass_g": 45_900}, mass_g=44_000))

    assert (answer.status, answer.code) == ("refused", "value_moved")
    assert not Correction.objects.exists()


def test_two_corrections_of_one_value_wait_for_signatures_and_the_later_one_is_refused(world):
    code = world.bought(mass_g=45_800)
    one, other = correction(code, mass_g=44_000), correction(code, mass_g=43_000)
    entered(world.ours.clerk, one, other)

    assert sign(world.programme, one).status == "recorded"
    late = sign(world.programme, other)

    assert (late.status, late.code) == ("refused", "value_moved")
    assert Lot.objects.get(code=code).mass_g == 44_000


def test_a_lot_on_the_road_is_corrected_where_it_is(world):
    code = world.bought(mass_g=45_800)
    consignment = world.dispatched(code)

    corrected_by_two(world, code, mass_g=45_000)
    world.received(consignment)

    assert Lot.objects.get(code=code).holder == world.rivals.party
    books_agree()


@pytest.mark.parametrize("now", [{}, {"mass_g": 45_800}])
def test_a_correction_says_something_new(world, now):
    code = world.lot(mass_g=45_800)

    (answer,) = enter(world.tagger, correction(code, was={"mass_g": 45_800}, **now))

    assert answer.code == ("nothing_to_correct" if now else "values_differ")


def test_a_dropped_correction_changes_nothing(world):
    code = world.bought(mass_g=45_800)
    sent = correction(code, mass_g=44_000)
    entered(world.ours.clerk, sent)

    entered(world.ours.clerk, envelope("proposal.dropped.v1", proposal=sent["key"], reason="Weighed again."))

    assert sign(world.programme, sent).code == "proposal_closed"
    assert Lot.objects.get(code=code).mass_g == 45_800
