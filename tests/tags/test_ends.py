"""What becomes of a tag: used, void, lost, stolen, given back, set aside, called back, replaced; each of them once."""

import pytest

from ledger.custody.tags.showing import shown_state
from ledger.models import Flag, Lot, Proposal, Tag, TagMove, TagParcel, Weighing
from tests import make
from tests.make import entered, envelope
from tests.tags.conftest import PHOTO, other_tagger, refused


@pytest.mark.rule("TAG-07")
def test_a_tag_is_void_once_a_second_person_has_signed(world, stock):
    (tag,) = stock.booklet(1)
    voiding = stock.voided(tag)
    entered(world.tagger, voiding)
    assert Tag.objects.get(code=tag).state == "issued"

    stock.signed(voiding["key"], by=other_tagger(world))

    kept = Tag.objects.get(code=tag)
    assert (kept.state, kept.ended_on.isoformat()) == ("void", "2026-11-03")
    assert TagMove.objects.get(series=stock.series, cause="void").number == -1


@pytest.mark.parametrize("missing", ["reason", "photo"])
def test_a_void_tag_has_a_reason_and_a_photo(world, stock, missing):
    (tag,) = stock.booklet(1)
    voiding = stock.voided(tag)
    del voiding["facts"][missing]

    answer = refused(world.tagger, voiding)

    assert (answer.code, answer.field) == ("fact_missing", f"facts.{missing}")
    assert not Proposal.objects.filter(kind="tag.voided.v1").exists()


def test_a_tag_that_was_used_before_the_second_signature_is_not_void(world, stock):
    (tag,) = stock.booklet(1)
    voiding = stock.voided(tag)
    entered(world.tagger, voiding)
    world.lot(tag=tag)

    assert refused(stock.second, stock.signing(voiding["key"])).code == "tag_in_use"


@pytest.mark.rule("TAG-07")
def test_a_loss_told_too_late_is_recorded_and_flagged(world, stock, settled):
    first, second = stock.booklet(2)
    entered(world.tagger, stock.missed(first, noticed_at="2026-11-02T12:00:00+02:00"))
    entered(world.tagger, stock.missed(second, how="stolen", noticed_at="2026-11-01T10:42:00+02:00"))
    settled()

    late = dict(Tag.objects.filter(code__in=[first, second]).values_list("code", "reported_late"))
    assert late == {first: None, second: 24}
    assert Flag.objects.get(rule="TAG-07", subject=world.site).evidence == {"number": 1, "hours": 24}


@pytest.mark.rule("TAG-04")
def test_a_lost_number_opens_no_lot_and_the_attempt_is_reported(world, stock):
    (tag,) = stock.booklet(1)
    entered(world.tagger, stock.missed(tag))

    answer = refused(world.tagger, world.tagging(tag=tag))

    assert (answer.code, answer.rule, answer.facts["state"]) == ("tag_hot", "TAG-04", "lost")
    assert not Lot.objects.exists()
    assert Flag.objects.get(rule="TAG-04").subject == world.agency


@pytest.mark.rule("TAG-04")
def test_a_bag_tagged_before_its_tag_was_issued_is_held_at_once(world, stock):
    (tag,) = stock.booklet(1)

    lot = world.lot(tag=tag, at="2026-11-02T10:00:00+02:00")

    assert Lot.objects.get(code=lot).on_hold


def test_the_lot_whose_tag_is_reported_stolen_is_held(world, stock):
    (tag,) = stock.booklet(1)
    lot = world.lot(tag=tag)

    answer = refused(world.tagger, stock.missed(tag, how="stolen"))

    assert (answer.code, answer.facts["lot"]) == ("tag_in_use", lot)
    assert Lot.objects.get(code=lot).on_hold
    assert Tag.objects.get(code=tag).state == "used"


def test_a_number_ends_once(world, stock):
    (tag,) = stock.booklet(1)
    entered(world.tagger, stock.missed(tag))

    assert refused(world.tagger, stock.missed(tag)).code == "tag_not_live"
    assert refused(world.tagger, stock.voided(tag)).code == "tag_not_live"


def test_another_party_does_not_report_our_tags(world, stock):
    (tag,) = stock.booklet(1)
    from ledger.deeds.entries import Actor
    from ledger.parties import roles

    stranger = Actor("stranger", world.ours.party, frozenset({roles.TAGGING_AGENT}))

    assert refused(stranger, stock.missed(tag)).code == "not_tag_holder"
    lot = world.lot(tag=tag)
    assert refused(stranger, stock.missed(tag)).facts == {"tag": tag}, "a stranger does not learn the lot"
    assert not Lot.objects.get(code=lot).on_hold


def returning(stock, *tags):
    facts = {"series": stock.series, "tags": list(tags), "to": stock.world.programme_party, "parcel": make.code("B")}
    return envelope("tags.returned.v1", **facts)


def test_unused_tags_are_given_back_and_counted_there(world, stock):
    tags = stock.booklet(5)
    world.lot(tag=tags[0])

    entered(world.tagger, returning(stock, *tags[2:]))

    parcel = TagParcel.objects.get(state="returned")
    assert (parcel.first, parcel.last, parcel.holder) == (3, 5, world.programme_party)
    assert set(Tag.objects.filter(code__in=tags[2:]).values_list("state", flat=True)) == {"returned"}
    assert dict(TagMove.objects.filter(event_id=parcel.event_id).values_list("cause", "number")) == {
        "returned": -3,
        "came_back": 3,
    }


def test_what_was_given_back_is_one_row_and_is_not_issued_again(world, stock):
    tags = stock.booklet(4)

    assert refused(world.tagger, returning(stock, tags[0], tags[2])).code == "tags_not_in_a_row"
    entered(world.tagger, returning(stock, tags[2], tags[3]))
    back = TagParcel.objects.get(state="returned").code
    assert refused(world.programme, stock.allocating(back, 1)).code == "parcel_not_ready"


def stopping(tag, how="quarantined"):
    return envelope("tag.stopped.v1", tags=[tag], how=how, reason="Box found open.")


def resuming(tag):
    return envelope("tag.resumed.v1", tags=[tag], reason="Counted.")


def test_what_is_set_aside_may_be_used_again_after_an_answer(world, stock):
    (tag,) = stock.booklet(1)
    entered(world.programme, stopping(tag))
    assert refused(world.tagger, world.tagging(tag=tag)).code == "tag_hot"

    entered(world.programme, resuming(tag))

    assert world.lot(tag=tag)


def test_what_is_called_back_never_returns_to_use(world, stock):
    (tag,) = stock.booklet(1)
    entered(world.programme, stopping(tag), stopping(tag, "recalled"))

    assert refused(world.programme, resuming(tag)).code == "tag_not_live"


def retagging(world, lot, old, new, **changed):
    facts = {"lot": lot, "old_tag": old, "new_tag": new, "how": "damaged", "place": world.ours.depot}
    facts |= {"weighed_g": 45_700, "photo": PHOTO, "witness": "A. Driver", **changed}
    return envelope("lot.retagged.v1", **facts)


@pytest.mark.rule("TAG-09")
def test_a_tag_that_broke_on_the_way_points_to_the_new_one_and_the_bag_is_held(world, stock):
    old, _ = stock.booklet(2)
    lot = world.bought(tag=old)
    (new,) = world.issue(1, place=world.ours.depot)

    entered(world.ours.clerk, retagging(world, lot, old, new))

    was, now, bag = Tag.objects.get(code=old), Tag.objects.get(code=new), Lot.objects.get(code=lot)
    assert (was.state, was.replaced_by, was.lot) == ("damaged", new, lot)
    assert (now.state, now.lot, bag.tag, bag.on_hold) == ("used", lot, new, True)
    assert Weighing.objects.get(lot=lot, step="retagging").net_g == 45_700


@pytest.mark.parametrize("missing", ["photo", "witness", "weighed_g", "old_tag"])
def test_nobody_replaces_a_tag_silently(world, stock, missing):
    (old,) = stock.booklet(1)
    lot = world.bought(tag=old)
    (new,) = world.issue(1, place=world.ours.depot)
    silent = retagging(world, lot, old, new)
    del silent["facts"][missing]

    assert refused(world.ours.clerk, silent).field == f"facts.{missing}"
    assert Lot.objects.get(code=lot).tag == old


def test_the_new_tag_is_one_issued_there_and_the_old_is_the_one_on_the_bag(world, stock):
    old, unused = stock.booklet(2)
    lot = world.bought(tag=old)
    (new,) = world.issue(1, place=world.ours.depot)
    (elsewhere,) = world.issue(1)

    assert refused(world.ours.clerk, retagging(world, lot, unused, new)).code == "not_tag_of_lot"
    assert refused(world.ours.clerk, retagging(world, lot, old, elsewhere)).code == "tag_of_other_place"
    assert refused(world.ours.clerk, retagging(world, lot, old, make.code("T"))).code == "tag_unknown"


@pytest.mark.rule("TAG-02")
def test_a_tag_of_a_booklet_leaves_its_holder_s_book_once_however_often_it_is_read(world, stock):
    (tag,) = stock.booklet(1)
    lot = world.lot(tag=tag)

    answer = refused(world.tagger, world.tagging(tag=tag))

    assert (answer.code, answer.rule, answer.facts["lot"]) == ("tag_already_used", "TAG-02", lot)
    assert [move.number for move in TagMove.objects.filter(series=stock.series, cause="applied")] == [-1]
    assert (Lot.objects.count(), Lot.objects.get(code=lot).on_hold) == (1, True)


@pytest.mark.rule("TAG-02")
def test_the_tag_of_a_lot_that_went_into_another_opens_no_second_one(world, stock):
    tags = stock.booklet(2)
    lots = [world.bought(tag=tag) for tag in tags]
    world.blended(*lots, mass_g=2 * 45_800)

    answer = refused(world.tagger, world.tagging(tag=tags[0]))

    assert (answer.code, answer.rule) == ("tag_already_used", "TAG-02")
    assert Tag.objects.get(code=tags[0]).lot == lots[0]


def test_a_used_tag_is_shown_where_its_lot_is(world, stock):
    (tag,) = stock.booklet(1)
    seen = []

    def look(lot):
        seen.append(shown_state(Tag.objects.get(code=tag), Lot.objects.get(code=lot)))

    lot = world.lot(tag=tag)
    look(lot)
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot))
    look(lot)
    consignment = world.dispatched(lot)
    look(lot)
    world.received(consignment)
    look(lot)

    assert seen == ["applied", "received", "in_transit", "received"]
