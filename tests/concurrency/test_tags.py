"""Sixteen hands at one tag or one box at the same instant: a number ends in one way, and the account still adds up."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import Count, F, Sum

from ledger.custody.tables import USED
from ledger.custody.tags.finding import UNUSED
from ledger.models import Lot, Proposal, Tag, TagCount, TagMove, TagParcel, TagSeries
from tests import make
from tests.concurrency.together import WRITERS, people, recorded, refused, said_at_once
from tests.make import entered, envelope
from tests.tags.conftest import PHOTO, Stock


@pytest.fixture
def stock(world):
    return Stock(world)


@pytest.fixture(autouse=True)
def the_account_is_what_lies_there(transactional_db):
    """After every test: the book of every holder is what is left in its boxes, and issued and on no bag."""
    yield
    moves = TagMove.objects.values("holder").annotate(book=Sum("number"))
    boxes = TagParcel.objects.values("holder").annotate(left=Sum(F("last") - F("next") + 1))
    unused = Tag.objects.filter(state__in=UNUSED, series__isnull=False).values("holder").annotate(left=Count("pk"))
    lying: Counter[str] = Counter()
    for line in [*boxes, *unused]:
        lying[line["holder"]] += line["left"]
    assert Counter({line["holder"]: line["book"] for line in moves}) == lying


def signing(*envelopes: dict) -> list[dict]:
    return [envelope("proposal.signed.v1", proposal=each["key"]) for each in envelopes]


def test_a_tag_ends_in_one_way_however_many_say_otherwise(world, stock):
    (tag,) = stock.booklet(1)
    voids = [stock.voided(tag) for _ in range(3)]
    entered(world.tagger, *voids)
    back = {"series": stock.series, "tags": [tag], "to": world.programme_party}
    sent = [
        *[(world.programme, each) for each in signing(*voids)],
        *[(world.tagger, world.tagging(tag=tag)) for _ in range(3)],
        *[(world.tagger, stock.missed(tag)) for _ in range(3)],
        *[(world.tagger, envelope("tags.returned.v1", parcel=make.code("B"), **back)) for _ in range(3)],
        *[(world.programme, envelope("tag.stopped.v1", tags=[tag], how="recalled", reason="Found.")) for _ in range(4)],
    ]

    answers = said_at_once([actor for actor, _ in sent], [said for _, said in sent])

    # what was called back lies where it lay, and may still be given back, voided or reported lost
    assert recorded(answers) in {1, 2}
    others = ("tag_already_used", "tag_hot", "tag_not_live", "tag_in_use")
    assert recorded(answers) + refused(answers, *others) == WRITERS
    assert Lot.objects.count() == (1 if Tag.objects.get(code=tag).state == USED else 0)


def test_16_proposed_issues_of_the_same_numbers_give_them_out_once(world, stock):
    stock.opened()
    box = stock.allocated(stock.box())
    sent = [stock.issuing(box, first=1, number=10) for _ in range(WRITERS)]
    proposed = said_at_once(people(world.programme), sent)

    answers = said_at_once(people(world.regulator), signing(*sent))

    assert proposed == {("recorded", None): WRITERS}
    assert recorded(answers) == 1
    assert refused(answers, "tag_taken", "not_next_numbers") == WRITERS - 1
    assert (Tag.objects.count(), TagParcel.objects.get(code=box).next) == (10, 11)


def test_issues_of_following_numbers_of_a_box_overlap_in_none(world, stock):
    stock.opened()
    box = stock.allocated(stock.box())
    # a proposal names the next numbers: of those that stand together only one finds its numbers at the front
    sent = [stock.issuing(box, first=1, number=1 + number) for number in range(WRITERS)]
    entered(world.programme, *sent)

    answers = said_at_once(people(world.regulator), signing(*sent))

    assert recorded(answers) == 1
    assert refused(answers, "tag_taken", "not_next_numbers") == WRITERS - 1
    assert Tag.objects.count() == TagParcel.objects.get(code=box).next - 1


def test_16_issues_of_one_number_without_a_box_issue_it_once(world):
    tags = [make.code("T") for _ in range(4)]
    # in both orders, so that nobody waits for the other's new row
    sent = [
        envelope("tag.issued.v1", place=world.site, tags=tags if number % 2 else tags[::-1])
        for number in range(WRITERS)
    ]

    answers = said_at_once(people(world.programme), sent)

    assert answers == {("recorded", None): 1, ("refused", "tag_taken"): WRITERS - 1}
    assert Tag.objects.count() == 4


def test_16_allocations_out_of_one_box_share_it_without_overlap(world, stock):
    stock.opened()
    box = stock.box(1_000)
    sent = [stock.allocating(box, 100) for _ in range(WRITERS)]

    answers = said_at_once(people(world.programme), sent)

    assert answers == {("recorded", None): 10, ("refused", "parcel_short"): WRITERS - 10}
    ranges = sorted(TagParcel.objects.exclude(code=box).values_list("first", "last"))
    assert ranges == [(1 + 100 * number, 100 + 100 * number) for number in range(10)]


def test_16_boxes_of_one_series_follow_on_each_other(world, stock):
    stock.opened(last=1_000)
    facts = {"series": stock.series, "number": 100, "state": "in_stock"}
    sent = [envelope("tags.stocked.v1", parcel=make.code("B"), **facts) for _ in range(WRITERS)]

    answers = said_at_once(people(world.programme), sent)

    assert answers == {("recorded", None): 10, ("refused", "series_short"): WRITERS - 10}
    assert sorted(TagParcel.objects.values_list("first", flat=True)) == [1 + 100 * number for number in range(10)]
    assert TagSeries.objects.get().next == 1_001


def test_boxes_come_in_while_others_are_allocated_and_issued(world, stock):
    """The series is locked for change by a new box, for sharing by all that is taken out of one."""
    stock.opened()
    box, booklet = stock.box(), stock.allocated(stock.box())
    issue = stock.issuing(booklet, first=1_001)
    entered(world.programme, issue)
    facts = {"series": stock.series, "number": 10, "state": "in_stock"}
    sent = [envelope("tags.stocked.v1", parcel=make.code("B"), **facts) for _ in range(6)]
    sent += [stock.allocating(box, 10) for _ in range(6)] + signing(issue)
    counts = [envelope("tags.counted.v1", series=stock.series, holder=world.agency, counted=100) for _ in range(3)]

    answers = said_at_once(people(world.regulator, 3) + people(world.programme, 13), counts + sent[::-1])

    assert answers == {("recorded", None): WRITERS}


def test_16_new_tags_for_one_bag_replace_the_old_one_once(world):
    old, *new = world.issue(WRITERS + 1)
    lot = world.lot(tag=old)
    facts = {"lot": lot, "old_tag": old, "how": "damaged", "place": world.site, "weighed_g": 45_700, "photo": PHOTO}
    sent = [envelope("lot.retagged.v1", new_tag=tag, witness="A driver", **facts) for tag in new]

    answers = said_at_once(world.tagger, sent)

    assert answers == {("recorded", None): 1, ("refused", "not_tag_of_lot"): WRITERS - 1}
    assert Tag.objects.filter(state=USED).count() == 1


def test_a_new_tag_closes_one_bag_be_it_new_or_tagged_anew(world):
    old, new = world.issue(2)
    lot = world.lot(tag=old)
    facts = {"lot": lot, "old_tag": old, "how": "damaged", "place": world.site, "weighed_g": 45_700, "photo": PHOTO}
    halves = WRITERS // 2
    sent = [envelope("lot.retagged.v1", new_tag=new, witness="A driver", **facts) for _ in range(halves)]
    sent = [each for pair in zip(sent, [world.tagging(tag=new) for _ in range(halves)], strict=True) for each in pair]

    answers = said_at_once(world.tagger, sent)

    assert recorded(answers) == 1
    assert refused(answers, "not_tag_of_lot", "tag_already_used") == WRITERS - 1
    assert Lot.objects.filter(tag=new).count() == 1


def test_a_lot_is_voided_with_its_tag_while_the_tag_is_reported_lost(world):
    lots = [world.lot() for _ in range(WRITERS // 2)]
    tags = dict(Lot.objects.values_list("code", "tag"))
    voids = [envelope("lot.voided.v1", lot=lot, tag=tags[lot], reason="Entered twice.") for lot in lots]
    noticed = {"how": "lost", "noticed_at": "2026-11-03T08:00:00+02:00"}
    losses = [envelope("tag.missed.v1", tags=list(tags.values())[::step], **noticed) for step in (1, -1) * 4]

    answers = said_at_once(world.tagger, voids + losses)

    # the tag of a bag is not lost by itself: the bag is held, and voiding goes on
    assert recorded(answers) == len(lots)
    assert refused(answers, "tag_in_use", "tag_not_live") == len(losses)


def test_16_signatures_of_one_count_count_once(world, stock):
    stock.booklet(10)
    counting = envelope("tags.counted.v1", series=stock.series, holder=world.agency, counted=100)
    entered(world.tagger, counting)

    answers = said_at_once(people(world.regulator), signing(*[counting] * WRITERS))

    assert answers == {("recorded", None): 1, ("refused", "proposal_closed"): WRITERS - 1}
    assert (TagCount.objects.count(), len(Proposal.objects.get(key=counting["key"]).signed)) == (1, 2)
