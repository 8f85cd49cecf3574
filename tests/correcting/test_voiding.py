"""A lot that was entered by mistake is void: its grams leave the book, its tag goes with it, the entry stays."""

import pytest

from ledger.models import Correction, Lot, Origin, Tag
from tests.correcting.acts import books_agree, second_clerk, sign
from tests.make import enter, entered, envelope


def void(code, **changed):
    facts = {"lot": code, "tag": Lot.objects.get(code=code).tag, "reason": "The bag was entered twice.", **changed}
    return envelope("lot.voided.v1", **facts)


def test_who_tagged_a_bag_voids_it_at_once(world):
    code = world.lot()

    entered(world.tagger, void(code))

    lot = Lot.objects.get(code=code)
    assert lot.state == "voided"
    assert Tag.objects.get(code=lot.tag).state == "void"
    assert not Origin.objects.filter(lot=code).exists()
    assert Correction.objects.get(lot=code).reason == "The bag was entered twice."
    books_agree()


def test_a_void_lot_is_neither_bought_nor_corrected_and_its_tag_opens_no_other(world):
    code = world.lot()
    entered(world.tagger, void(code))
    lot = Lot.objects.get(code=code)

    (bought,) = enter(world.ours.clerk, envelope("lot.bought.v1", lot=code, place=world.ours.depot))
    (tagged,) = enter(world.tagger, world.tagging(tag=lot.tag))
    (again,) = enter(world.tagger, void(code))

    assert (bought.code, again.code) == ("lot_closed", "lot_in_use")
    assert tagged.status == "refused"


@pytest.mark.rule("CUST-02")
def test_once_it_was_bought_it_takes_a_second_person(world):
    code = world.bought()
    sent = void(code)
    entered(world.ours.clerk, sent)
    assert Lot.objects.get(code=code).state == "open"

    assert sign(second_clerk(world.ours), sent).status == "recorded"

    assert Lot.objects.get(code=code).state == "voided"
    books_agree()


def test_a_blend_or_what_was_sent_away_cannot_be_void(world):
    one, other = world.bought(), world.bought()
    blend = world.blended(one, other, mass_g=91_600)
    sent = world.bought()
    world.dispatched(sent)

    codes = [enter(world.ours.clerk, void(code))[0].code for code in (blend, one, sent)]

    assert codes == ["lot_was_made", "lot_in_use", "lot_in_use"]


def test_the_tag_that_goes_void_is_named(world):
    code = world.lot()

    (answer,) = enter(world.tagger, void(code, tag=world.issue(1)[0]))

    assert answer.code == "value_moved"
    assert Lot.objects.get(code=code).state == "open"
