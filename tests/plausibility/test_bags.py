"""D2, D3, D6 and D11: when bags are tagged, what they weigh, with which numbers, and when they are entered."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.plausibility.bags import Bag
from ledger.risk.plausibility.bursts import burst_of, is_night, most_at_once, nights
from ledger.risk.plausibility.cut_off import Month, is_crammed, month_entered
from ledger.risk.plausibility.rushing import Rush, is_rush
from ledger.risk.plausibility.sequences import Applied, Booklet, jump_of
from tests.plausibility.seeing import place_worry

MORNING = datetime(2026, 10, 14, 8, 0)


def bag(moment, *, grams=40_010, agent="a1", entered=None, number=0):
    return Bag(f"P{number:08d}", agent, grams, moment, entered or moment + timedelta(hours=1))


def every(seconds, bags=10, start=MORNING):
    return [bag(start + timedelta(seconds=seconds * number), number=number) for number in range(bags)]


@pytest.mark.rule("D3")
@pytest.mark.parametrize(
    ("seconds", "bags", "found"), [(120, 10, False), (119, 10, True), (119, 9, False), (300, 60, False), (20, 40, True)]
)
def test_ten_bags_on_end_take_eighteen_minutes_or_longer(seconds, bags, found):
    worry = place_worry("D3", bags=every(seconds, bags))

    assert bool(worry) == found
    assert worry is None or (worry.severity, worry.evidence["number"], worry.evidence["day"]) == (
        "warn",
        bags,
        "2026-10-14",
    )


@pytest.mark.rule("D3")
@pytest.mark.parametrize(("bags", "found"), [(29, False), (30, True)])
def test_many_bags_of_one_minute_are_a_list_and_said_to_be_one(bags, found):
    worry = place_worry("D3", bags=every(0, bags))

    assert bool(worry) == found
    assert worry is None or worry.evidence["why"] == "at_once"


def test_two_agents_may_tag_at_the_same_time():
    bags = [bag(each.moment, agent=f"a{number % 2}") for number, each in enumerate(every(61, 20))]

    assert place_worry("D3", bags=bags) is None


@given(st.lists(st.integers(0, 10_000), max_size=40).map(sorted), st.integers(-(10**6), 10**6))
def test_a_burst_is_one_at_any_hour(seconds, later):
    moments = [MORNING + timedelta(seconds=each) for each in seconds]
    shifted = [each + timedelta(seconds=later) for each in moments]

    assert burst_of(moments, 10, 120) == burst_of(shifted, 10, 120)


@given(st.lists(st.integers(0, 10_000), max_size=40).map(sorted))
def test_what_is_called_a_burst_is_too_close_together(seconds):
    moments = [MORNING + timedelta(seconds=each) for each in seconds]

    if run := burst_of(moments, 10, 120):
        start, number = run
        assert number >= 10
        assert moments[start + 9] - moments[start] < timedelta(seconds=120 * 9)


def test_seconds_within_a_minute_are_one_time():
    assert most_at_once([MORNING + timedelta(seconds=2 * number) for number in range(30)], 30) == (MORNING, 30)


@pytest.mark.rule("D3-N")
@pytest.mark.parametrize(
    ("hour", "minute", "found"), [(21, 59, False), (22, 0, True), (0, 30, True), (4, 59, True), (5, 0, False)]
)
def test_bags_tagged_between_ten_and_five_are_asked_about(hour, minute, found):
    start = datetime(2026, 10, 14, hour, minute)

    worry = place_worry("D3-N", bags=[bag(start, number=number) for number in range(3)])

    assert bool(worry) == found


@pytest.mark.rule("D3-N")
@pytest.mark.parametrize(("bags", "found"), [(2, False), (3, True)])
def test_one_or_two_bags_at_night_may_be_a_slip_of_the_clock(bags, found):
    assert bool(place_worry("D3-N", bags=every(1_800, bags, datetime(2026, 10, 14, 23, 30)))) == found


def test_a_night_belongs_to_its_evening():
    bags = [bag(datetime(2026, 10, 14, 23, 30)), bag(datetime(2026, 10, 15, 4, 0))]

    assert nights(bags, 22, 5) == {(datetime(2026, 10, 14), "a1"): 2}


@given(st.datetimes())
def test_it_is_night_or_day(moment):
    assert is_night(moment, 22, 5) != (5 <= moment.hour < 22)


def october(day, grams, number, **more):
    return bag(datetime(2026, 10, day, 8, number % 60), grams=grams, number=number, **more)


@pytest.mark.rule("D2")
@pytest.mark.parametrize(("round_late", "found"), [(15, False), (16, True), (30, True)])
def test_round_weights_that_pile_up_at_the_end_of_a_month_are_asked_about(round_late, found):
    """Five of twenty were round before: twice that share is ten, and half of them fifteen."""
    before = [october(5, 40_000 if number < 5 else 40_010, number) for number in range(20)]
    late = [october(29, 45_000 if number < round_late else 45_030, 100 + number) for number in range(30)]

    worry = place_worry("D2", bags=before + late)

    assert bool(worry) == found
    assert worry is None or (worry.evidence["round_number"], worry.evidence["number"]) == (round_late, 30)


@pytest.mark.rule("D2")
def test_an_agent_who_always_rounds_rushes_at_no_time():
    """That all of them are alike is for WGT-06."""
    bags = [october(day, 40_000, number) for day in (5, 29) for number in range(25)]

    assert place_worry("D2", bags=bags) is None


@given(st.integers(20, 60), st.integers(0, 60), st.integers(20, 60), st.integers(0, 60))
def test_more_round_weights_at_the_end_are_never_less_of_a_rush(late, round_late, before, round_before):
    def rushed(number):
        return is_rush(Rush(date(2026, 10, 1), "a", late, number, before, min(before, round_before)), 20, 500_000)

    assert rushed(min(late, round_late)) <= rushed(late)


def crammed(number, of):
    """Bags of October 10: some entered on the 30th, the rest at once."""
    moment = datetime(2026, 10, 10, 9, 0)
    return [
        bag(moment, number=each, entered=datetime(2026, 10, 30, 9, 0) if each < number else None) for each in range(of)
    ]


@pytest.mark.rule("D11")
@pytest.mark.parametrize(("number", "of", "found"), [(8, 20, False), (9, 20, True), (19, 19, False), (20, 20, True)])
def test_two_fifths_of_a_month_may_be_entered_in_its_last_two_days(number, of, found):
    worry = place_worry("D11", bags=crammed(number, of))

    assert bool(worry) == found
    assert worry is None or (worry.evidence["crammed"], worry.evidence["number"]) == (number, of)


def test_bags_that_were_tagged_in_the_last_two_days_are_not_late():
    bags = [bag(datetime(2026, 10, 30, 9, 0), number=number) for number in range(40)]

    assert month_entered(date(2026, 10, 1), bags, 2) == Month(date(2026, 10, 1), 40, 0)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(20, 100))
def test_more_bags_at_the_cut_off_are_never_fewer(one, other, number):
    low, high = sorted((min(one, number), min(other, number)))
    month = date(2026, 10, 1)

    assert is_crammed(Month(month, number, low), 20, 400_000) <= is_crammed(Month(month, number, high), 20, 400_000)


def used(*numbers, booklet=1, agent="a1"):
    return [Applied("2026-10-14", f"TNS:{number:06d}", agent, "s1", booklet, number) for number in numbers]


WHOLE = Booklet(1, 1, "TNS:000400", 0)


@pytest.mark.rule("D6")
@pytest.mark.parametrize(("number", "found"), [(203, False), (204, True)])
def test_a_number_more_than_two_hundred_away_is_a_jump(number, found):
    worry = place_worry("D6", tags_applied=used(1, 2, 3, number), booklets=[WHOLE])

    assert bool(worry) == found
    assert worry is None or (worry.evidence["jump"], worry.evidence["tag"]) == (number - 3, f"TNS:{number:06d}")


@pytest.mark.rule("D6")
def test_a_new_booklet_begins_anywhere():
    tags = [*used(1, 2, 3), *used(5_001, 5_002, booklet=2)]

    assert place_worry("D6", tags_applied=tags, booklets=[WHOLE, Booklet(2, 5_001, "TNS:005400", 0)]) is None


def test_two_booklets_at_once_are_each_used_in_order():
    tags = [each for number in range(5) for each in (*used(1 + number), *used(5_001 + number, booklet=2))]

    assert jump_of(tags, {1: 1, 2: 5_001}, 200) is None


@pytest.mark.rule("D6")
def test_a_new_booklet_begun_in_its_middle_is_a_jump():
    tags = [*used(1, 2, 3), *used(5_300, booklet=2)]

    assert place_worry("D6", tags_applied=tags, booklets=[Booklet(2, 5_001, "TNS:005400", 0)]).evidence["jump"] == 5_297


@pytest.mark.rule("D6")
@pytest.mark.parametrize(("left", "found"), [(20, False), (21, True)])
def test_twenty_numbers_of_a_booklet_may_be_left_out(left, found):
    worry = place_worry("D6", tags_applied=used(1), booklets=[Booklet(1, 1, "TNS:000400", left)])

    assert bool(worry) == found
    assert worry is None or (worry.evidence["why"], worry.evidence["number"]) == ("gap", left)


@given(st.lists(st.integers(1, 200), max_size=50))
def test_numbers_of_one_short_booklet_never_jump(numbers):
    assert jump_of(used(*numbers), {1: 1}, 200) is None
