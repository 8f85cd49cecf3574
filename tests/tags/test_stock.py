"""Boxes of tags: ordered, printed, in stock, allocated, issued by two people; every number has a holder."""

import pytest
from django.db.models import Sum

from ledger.models import Flag, Proposal, Tag, TagMove, TagParcel, TagSeries
from tests import make
from tests.make import enter, entered, envelope
from tests.tags.conftest import refused


def in_book(stock, holder):
    return TagMove.objects.filter(series=stock.series, holder=holder).aggregate(n=Sum("number"))["n"] or 0


def test_a_box_is_ordered_printed_and_only_then_in_the_book(world, stock):
    stock.opened()
    parcel = stock.box(500, "ordered")
    stock.box(500, "printed", parcel)
    assert in_book(stock, world.programme_party) == 0

    stock.box(500, "in_stock", parcel)

    assert in_book(stock, world.programme_party) == 500
    kept = TagParcel.objects.get(code=parcel)
    assert (kept.first, kept.next, kept.last, kept.state) == (1, 1, 500, "in_stock")


def test_a_box_goes_no_step_back_and_keeps_its_number(world, stock):
    stock.opened()
    parcel = stock.box(500)
    again = {"parcel": parcel, "series": stock.series, "number": 500, "state": "printed"}

    assert refused(world.programme, envelope("tags.stocked.v1", **again)).code == "parcel_not_ready"
    ordered = stock.box(100, "ordered")
    other = {"parcel": ordered, "series": stock.series, "number": 99, "state": "in_stock"}
    assert refused(world.programme, envelope("tags.stocked.v1", **other)).code == "other_parcel"


def test_boxes_of_a_series_never_share_a_number(world, stock):
    stock.opened(last=1_500)
    first, second = TagParcel.objects.get(code=stock.box(1_000)), TagParcel.objects.get(code=stock.box(500))

    assert (first.last, second.first) == (1_000, 1_001)
    more = {"parcel": make.code("B"), "series": stock.series, "number": 1, "state": "in_stock"}
    answer = refused(world.programme, envelope("tags.stocked.v1", **more))
    assert (answer.code, answer.facts["left"]) == ("series_short", 0)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"first": 5, "last": 4}, "range_ends_first"),
        ({"width": 2, "last": 100}, "range_too_wide"),
        ({"check_sign": "iso7064", "prefix": "A"}, "range_too_wide"),
    ],
)
def test_a_series_is_a_range_that_fits_its_numbers(world, stock, changed, code):
    facts = {"series": stock.series, "scheme": "TNS", "level": "mine", "width": 7, "first": 1, "last": 9}
    facts |= {"check_sign": "none", **changed}

    assert refused(world.programme, envelope("tag_series.opened.v1", **facts)).code == code
    assert not TagSeries.objects.filter(code=stock.series).exists()


def test_a_series_is_opened_once(world, stock):
    stock.opened()
    facts = {"series": stock.series, "scheme": "TNS", "level": "mine", "width": 7, "first": 1, "last": 9}

    answer = refused(world.programme, envelope("tag_series.opened.v1", check_sign="none", **facts))

    assert answer.code == "code_taken"


def test_an_allocation_takes_the_next_numbers_into_another_book(world, stock):
    stock.opened()
    box = stock.box(1_000)
    stock.allocated(box, 100)

    second = stock.allocated(box, 50)

    parcel = TagParcel.objects.get(code=second)
    assert (parcel.first, parcel.last, parcel.holder, parcel.place) == (101, 150, world.agency, world.site)
    assert (in_book(stock, world.programme_party), in_book(stock, world.agency)) == (850, 150)


def test_nobody_allocates_more_than_is_in_the_box(world, stock):
    stock.opened()
    box = stock.box(100)

    answer = refused(world.programme, stock.allocating(box, 101))

    assert (answer.code, answer.facts["left"]) == ("parcel_short", 100)
    assert TagParcel.objects.count() == 1


def test_a_box_that_nobody_knows_is_a_slip(world, stock):
    stock.opened()

    (answer,) = enter(world.programme, stock.allocating(make.code("B")))

    assert (answer.code, answer.field) == ("unknown_parcel", "facts.parcel")


def test_an_issue_from_a_parcel_takes_two_people(world, stock):
    stock.opened()
    issuing = stock.issuing(stock.allocated(stock.box()), agent=world.tagger.id)
    entered(world.programme, issuing)
    assert not Tag.objects.exists(), "nothing is issued before the second has signed"

    stock.signed(issuing["key"])

    tag = Tag.objects.get(code=issuing["facts"]["tags"][0])
    assert (tag.state, tag.series, tag.holder, tag.agent) == ("issued", stock.series, world.agency, world.tagger.id)
    assert in_book(stock, world.agency) == 100, "issued and unused tags still lie with their holder"
    assert TagMove.objects.get(series=stock.series, cause="issued").number == 10


def test_the_second_signature_finds_that_the_numbers_went_elsewhere(world, stock):
    stock.opened()
    parcel = stock.allocated(stock.box())
    first, second = stock.issuing(parcel), stock.issuing(parcel)
    entered(world.programme, first, second)
    stock.signed(first["key"])

    answer = refused(stock.second, stock.signing(second["key"]))

    assert answer.code in {"tag_taken", "not_next_numbers"}
    assert Proposal.objects.get(key=second["key"]).state == "waiting"


@pytest.mark.rule("SIG-01")
def test_nobody_signs_an_issue_alone(world, stock):
    stock.opened()
    issuing = stock.issuing(stock.allocated(stock.box()))
    entered(world.programme, issuing)

    assert refused(world.programme, stock.signing(issuing["key"])).rule == "SIG-01"


def test_tags_are_issued_in_the_order_of_their_box_and_at_its_place(world, stock):
    stock.opened()
    parcel = stock.allocated(stock.box())

    assert refused(world.programme, stock.issuing(parcel, first=5)).code == "not_next_numbers"
    elsewhere = stock.issuing(parcel, place=world.new_site())
    assert refused(world.programme, elsewhere).code == "parcel_elsewhere"


@pytest.mark.rule("TAG-01")
def test_only_the_agent_who_got_the_booklet_applies_it(world, stock):
    (tag,) = stock.booklet(1, agent="another agent")

    answer = refused(world.tagger, world.tagging(tag=tag))

    assert (answer.code, answer.rule) == ("tag_of_other_agent", "TAG-01")
    assert Tag.objects.get(code=tag).state == "issued"


def test_a_tag_on_a_bag_leaves_the_book(world, stock):
    (tag,) = stock.booklet(1)

    world.lot(tag=tag)

    assert in_book(stock, world.agency) == 99
    assert Tag.objects.get(code=tag).state == "used"


def capacity(world, grams, at="2026-11-01"):
    facts = {"mineral": "cassiterite", "grams_per_month": grams, "set_on": at, "set_by": "Service", "method": "survey"}
    entered(world.programme, envelope("site.capacity_set.v1", place=world.site, **facts))


@pytest.mark.rule("TAG-05")
def test_more_tags_than_bags_are_plausible_is_recorded_and_flagged(world, stock, settled):
    capacity(world, 3_500_000)
    stock.opened()
    box = stock.box()
    stock.allocated(box, 125)

    stock.allocated(box, 40)
    settled()

    over = TagParcel.objects.order_by("event_id").values_list("over", flat=True)
    assert list(over) == [None, 0, 40], "100 bags x 1.25 are allowed, and 125 lie unused"
    flag = Flag.objects.get(rule="TAG-05", subject=world.site)
    assert flag.evidence == {"over": 40, "boxes": 1}


@pytest.mark.rule("TAG-05")
def test_what_lies_unused_at_another_place_of_the_same_agency_does_not_count(world, stock):
    capacity(world, 3_500_000)
    elsewhere = world.new_site()
    stock.opened()
    box = stock.box()
    stock.allocated(box, 500, place=elsewhere)

    stock.allocated(box, 125)

    assert list(TagParcel.objects.order_by("event_id").values_list("over", flat=True)) == [None, None, 0]


@pytest.mark.rule("TAG-05")
def test_what_was_issued_and_is_on_no_bag_yet_still_lies_there(world, stock):
    capacity(world, 3_500_000)
    stock.opened()
    box = stock.box()
    parcel = stock.allocated(box, 100)
    stock.issued(parcel, number=60)
    for tag in stock.numbers(1, 10):
        world.lot(tag=tag)

    stock.allocated(box, 40)

    assert TagParcel.objects.order_by("-event_id").first().over == 5, "125 bags, of which 90 tags lie there"


@pytest.mark.rule("TAG-05")
def test_the_worry_ends_when_the_box_is_used_up(world, stock, settled):
    capacity(world, 350_000)
    stock.opened()
    parcel = stock.allocated(stock.box(), 15)
    settled()
    assert Flag.objects.filter(rule="TAG-05", cleared_on=None).exists()

    stock.issued(parcel, number=15)
    world.lot()
    settled()

    assert not Flag.objects.filter(rule="TAG-05", cleared_on=None).exists()


def test_where_nobody_set_a_capacity_an_allocation_is_not_judged(world, stock):
    stock.opened()

    stock.allocated(stock.box(), 900)

    assert TagParcel.objects.get(holder=world.agency).over is None
