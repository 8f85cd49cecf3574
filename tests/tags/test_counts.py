"""Tags are counted by two people; who cannot account for them gets no more."""

from datetime import date

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.custody.tags import numbers
from ledger.custody.tags.posting import CAME, WENT
from ledger.custody.tags.reconciling import account_of, reconciled
from ledger.custody.tags.stock import stock_seen_by
from ledger.models import Flag, TagCount, TagMove
from ledger.risk.watching import look_at_clock
from tests.make import code, days_ago, entered, envelope
from tests.tags.conftest import refused

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_a_count_stands_beside_what_the_book_says(world, stock):
    stock.booklet(10)

    stock.counted(100)

    count = TagCount.objects.get()
    assert (count.book, count.counted, count.first, count.second) == (100, 100, "tagger", "regulator")


def test_what_comes_between_the_two_signatures_is_not_missing(world, stock):
    tags = stock.booklet(10)
    counting = envelope("tags.counted.v1", series=stock.series, holder=world.agency, counted=100)
    entered(world.tagger, counting)
    world.lot(tag=tags[0])

    stock.signed(counting["key"])

    assert TagCount.objects.get().book == 100


@pytest.mark.rule("TAG-06")
def test_who_misses_more_than_half_a_percent_gets_no_tags_and_issues_none(world, stock):
    stock.opened()
    box = stock.box()
    parcel = stock.allocated(box, 100)
    stock.counted(99)

    allocation, issue = refused(world.programme, stock.allocating(box)), refused(world.programme, stock.issuing(parcel))

    assert (allocation.code, allocation.rule, allocation.facts["gap"]) == ("tag_gap", "TAG-06", 1)
    assert (issue.code, issue.rule) == ("tag_gap", "TAG-06")


@pytest.mark.rule("TAG-06")
def test_a_small_gap_is_flagged_and_does_not_stop(world, stock, settled):
    stock.opened()
    box = stock.box()
    stock.allocated(box, 400)
    stock.counted(398)
    settled()

    assert Flag.objects.get(rule="TAG-06").evidence["gap"] == 2
    stock.allocated(box, 10)


@pytest.mark.rule("TAG-06")
def test_the_gap_is_answered_by_reporting_the_numbers_and_counting_again(world, stock, settled):
    tags = stock.booklet(10)
    stock.counted(98)
    settled()
    assert Flag.objects.get(rule="TAG-06", cleared_on=None).subject == world.agency

    entered(world.tagger, stock.missed(*tags[:2]))
    stock.counted(98)
    settled()

    assert not Flag.objects.filter(rule="TAG-06", cleared_on=None).exists()
    stock.issued(_parcel(world), first=11)


def _parcel(world):
    from ledger.models import TagParcel

    return TagParcel.objects.get(holder=world.agency).code


@pytest.mark.rule("TAG-06")
def test_a_late_bag_closes_the_gap_of_the_flag(world, stock, settled):
    tags = stock.booklet(10, at="2026-10-01T10:00:00+02:00")
    stock.counted(99)
    settled()
    assert Flag.objects.filter(rule="TAG-06", cleared_on=None).exists()

    world.lot(tag=tags[0], at="2026-11-02T10:00:00+02:00")
    look_at_clock()

    assert not Flag.objects.filter(rule="TAG-06", cleared_on=None).exists()
    assert account_of(stock.series, world.agency, FIRST, LAST).gap == 0


def test_the_account_of_a_month_adds_up(world, stock):
    tags = stock.booklet(10)
    world.lot(tag=tags[0])
    entered(world.tagger, stock.missed(tags[1], how="stolen"))
    stock.counted(97)

    account = account_of(stock.series, world.agency, FIRST, LAST)

    assert (account.opening, account.came["received"], account.issued) == (0, 100, 10)
    assert (account.went["applied"], account.went["stolen"], account.closing) == (1, 1, 98)
    assert (account.counted, account.gap) == (97, 1)


@pytest.mark.rule("TAG-08")
def test_tags_that_nobody_uses_are_asked_about(world, stock):
    stock.booklet(10, at=f"{days_ago(91)}T10:00:00+02:00")

    look_at_clock()

    assert Flag.objects.get(rule="TAG-08").evidence["number"] == 10
    assert Flag.objects.get(rule="TAG-08").subject == world.site


@pytest.mark.rule("TAG-08")
def test_tags_of_last_month_are_not_asked_about_yet(world, stock):
    stock.booklet(10, at=f"{days_ago(89)}T10:00:00+02:00")

    look_at_clock()

    assert not Flag.objects.filter(rule="TAG-08").exists()


DAYS = st.dates(date(2026, 9, 1), date(2026, 12, 31))
MOVES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(CAME), st.integers(1, 10_000), DAYS),
        st.tuples(st.sampled_from(WENT), st.integers(-10_000, -1), DAYS),
        st.tuples(st.just("issued"), st.integers(1, 500), DAYS),
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(MOVES, DAYS)
def test_the_closing_of_a_month_is_the_opening_of_the_next(moves, day):
    balanced = [*moves, *(("taken_out", -number, on_day) for cause, number, on_day in moves if cause == "issued")]
    first = reconciled(balanced, date.min, day)
    second = reconciled(balanced, date.fromordinal(day.toordinal() + 1), date.max)

    assert first.closing == second.opening
    assert second.closing == sum(number for _cause, number, _day in balanced)


@given(st.sampled_from([numbers.NO_SIGN, numbers.LUHN, numbers.OURS]), st.integers(0, 9_999_999))
def test_a_number_is_read_as_it_is_spelled(check_sign, number):
    from ledger.custody.stock_tables import TAG_SERIES

    series = TAG_SERIES.row(scheme="TNS", prefix="A-", width=7, first=0, last=9_999_999, check_sign=check_sign)

    tag = numbers.spelled(series, number)

    assert numbers.number_in(series, tag) == number
    assert numbers.number_in(series, tag + "0") is None


def test_luhn_is_the_digit_of_the_standard():
    assert numbers.luhn("7992739871") == "3"


def test_what_lies_in_boxes_and_booklets_is_what_the_book_says(world, stock):
    tags = stock.booklet(20)
    for tag in tags[:4]:
        world.lot(tag=tag)
    entered(world.tagger, stock.missed(tags[4], tags[5]))
    stopping = envelope("tag.stopped.v1", tags=tags[6:8], how="quarantined", reason="Box found open.")
    entered(world.programme, stopping)
    voiding = stock.voided(tags[8])
    entered(world.tagger, voiding)
    stock.signed(voiding["key"])
    back = {"series": stock.series, "tags": tags[10:13], "to": world.programme_party, "parcel": code("B")}
    entered(world.tagger, envelope("tags.returned.v1", **back))
    stock.box(300, "ordered")

    lines = {(line.series, line.holder): line.in_book for line in stock_seen_by(world.auditor)}

    books = TagMove.objects.values_list("series", "holder").annotate(Sum("number"))
    assert lines == {(series, holder): number for series, holder, number in books}
    assert lines[stock.series, world.agency] == 100 - 4 - 2 - 1 - 3
