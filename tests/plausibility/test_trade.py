"""D8, D10, D12, D14: shares of buyers, people registered twice, grades that jump, pairs of agent and buyer."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.plausibility.ghosts import Counted, always_equal, shared_worry
from ledger.risk.plausibility.grade_jump import Grades, deviations_off
from ledger.risk.plausibility.pairs import Pair, striking
from ledger.risk.plausibility.surge import Share, is_surge
from tests.plausibility.seeing import party_worry, place_worry

LAST = date(2026, 10, 31)
TONNE = 1_000_000


def share(now, before, *, of=10 * TONNE, of_before=10 * TONNE):
    return Share("Manono", LAST, now, of, before, of_before)


@pytest.mark.rule("D8")
@pytest.mark.parametrize(
    ("now", "before", "found"),
    [(4_000_000, 2_000_000, False), (4_000_010, 2_000_000, True), (2_000_000, 4_000_000, False)],
)
def test_a_share_may_rise_by_twenty_points_in_sixty_days(now, before, found):
    worry = party_worry("D8", district_shares=[share(now, before)])

    assert bool(worry) == found
    assert worry is None or (worry.evidence["district"], worry.evidence["share_ppm"]) == ("Manono", 400_001)


@pytest.mark.rule("D8")
@pytest.mark.parametrize(("of_before", "found"), [(5 * TONNE, True), (5 * TONNE - 1, False), (0, False)])
def test_of_a_few_bags_no_share_is_told(of_before, found):
    assert bool(party_worry("D8", district_shares=[share(9 * TONNE, 0, of_before=of_before)])) == found


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_who_takes_more_never_surges_less(one, other, before):
    low, high = sorted((one, other))

    assert is_surge(share(low, before), 200_000, TONNE) <= is_surge(share(high, before), 200_000, TONNE)


@pytest.mark.rule("D10")
@pytest.mark.parametrize(("people", "found"), [(1, False), (2, True)])
def test_a_card_stands_for_one_registered_miner(people, found):
    worry = party_worry("D10", shared_marks={"card": people} if people > 1 else {})

    assert bool(worry) == found
    assert worry is None or worry.evidence == {"people": people}


@pytest.mark.rule("D10")
@pytest.mark.parametrize(("people", "found"), [(4, False), (5, True)])
def test_a_family_may_share_a_telephone(people, found):
    worry = party_worry("D10", shared_marks={"phone": people})

    assert bool(worry) == found
    assert worry is None or worry.evidence == {"why": "phone", "people": people, "limit": 4}


def test_a_card_weighs_more_than_a_telephone():
    assert shared_worry({"phone": 9, "card": 2}, 4) == ("card", 2)


def counted(*miners):
    return [Counted(date(2026, 1 + number, 10), each) for number, each in enumerate(miners)]


@pytest.mark.rule("D10-C")
@pytest.mark.parametrize(
    ("miners", "found"),
    [
        ((58, 58, 58), False),
        ((58, 58, 58, 58), True),
        ((58, 58, 57, 58, 58, 58), False),
        ((40, 58, 58, 58, 58), True),
        ((9, 9, 9, 9), False),
    ],
)
def test_four_visits_on_end_do_not_count_exactly_the_same(miners, found):
    worry = place_worry("D10-C", miners_counted=counted(*miners))

    assert bool(worry) == found
    assert worry is None or (worry.evidence["visits"], worry.evidence["miners"]) == (4, 58)


@given(st.lists(st.integers(0, 3), max_size=12))
def test_what_is_called_equal_is_the_end_of_the_counts(miners):
    found = always_equal(counted(*miners), 3, 0)

    assert [each.miners for each in found] == (miners[-len(found) :] if found else [])
    assert len({each.miners for each in found}) <= 1


def month(number, *grades):
    return Grades(date(2026, number, 1), "cassiterite", "SnO2", grades)


STEADY = [month(number, 640_000, 650_000, 660_000) for number in range(1, 9)]
"""Eight months: the middle is 65 %, the least deviation counted is 3 % of it, 1.95 points."""


@pytest.mark.rule("D12")
@pytest.mark.parametrize(
    ("grade", "found"), [(650_000, False), (708_500, False), (708_501, True), (591_500, False), (591_499, True)]
)
def test_a_month_lies_within_three_deviations_of_its_own_history(grade, found):
    worry = place_worry("D12", grades=[*STEADY, month(10, *[grade] * 8)])

    assert bool(worry) == found
    assert worry is None or (worry.evidence["grade_ppm"], worry.evidence["usual_ppm"]) == (grade, 650_000)


@pytest.mark.rule("D12")
@pytest.mark.parametrize(("lots", "history", "found"), [(7, 8, False), (8, 8, True), (8, 6, False), (8, 7, True)])
def test_eight_lots_and_twenty_before_say_something(lots, history, found):
    grades = [*STEADY[:history], month(10, *[900_000] * lots)]

    assert bool(place_worry("D12", grades=grades)) == found


def test_a_grade_of_metal_is_not_held_against_one_of_oxide():
    other = replace(month(10, *[400_000] * 8), of="Sn")

    assert place_worry("D12", grades=[*STEADY, other]) is None


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=20),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=20),
    st.randoms(),
)
def test_the_order_of_lots_means_nothing(own, past, chance):
    shuffled = list(past)
    chance.shuffle(shuffled)

    assert deviations_off(own, past, 30_000) == deviations_off(sorted(own), shuffled, 30_000)


def pair(agent, number=100, of_agent=200, weights=(30_000, 50_000)):
    """Half of the bags weigh the one, half the other."""
    half = number // 2
    squares = sum(half * each * each for each in weights)
    return Pair(agent, "Q0000001H", number, of_agent, half * sum(weights), squares)


EVEN = (40_000, 40_100)
MANY = [pair(f"a{number:03d}") for number in range(199)]
ALONE = pair("z", of_agent=100, weights=EVEN)


def stand_out(pairs):
    return striking(pairs, 50, 10_000, 100, 30_000)


def test_of_a_hundred_pairs_one_stands_out_if_its_weights_are_nearly_equal():
    assert stand_out([*MANY, ALONE]) == [ALONE]
    assert stand_out([*MANY, pair("z", of_agent=100)]) == [], "its weights spread as others do"


@pytest.mark.parametrize(("pairs", "found"), [(98, 0), (99, 1)])
def test_of_fewer_than_a_hundred_pairs_no_hundredth_can_be_told(pairs, found):
    assert len(stand_out([*MANY[:pairs], ALONE])) == found


def test_of_pairs_with_the_same_share_the_evenest_weights_stand_out():
    """Many agents know one buyer alone: that is no sign by itself."""
    alone = [pair(f"b{number}", of_agent=100) for number in range(199)]

    assert stand_out([*alone, ALONE]) == [ALONE]


@pytest.mark.parametrize(("number", "found"), [(48, 0), (50, 1)])
def test_fifty_bags_make_a_pair(number, found):
    assert len(stand_out([*MANY, pair("z", number, number, EVEN)])) == found


@given(st.randoms())
def test_the_order_of_pairs_means_nothing(chance):
    pairs = [*MANY, ALONE]
    chance.shuffle(pairs)

    assert stand_out(pairs) == [ALONE]


@given(st.lists(st.integers(1, 10**5), min_size=1, max_size=30))
def test_spread_is_the_square_of_deviation_over_mean(weights):
    number, mean = len(weights), Fraction(sum(weights), len(weights))
    variance = sum((each - mean) ** 2 for each in weights) / number
    found = Pair("a", "b", number, number, sum(weights), sum(each * each for each in weights)).spread

    assert found == variance / mean**2


@pytest.mark.rule("D14")
@pytest.mark.parametrize(("pairs", "found"), [([], False), ([(ALONE, 200, "2026-08-01")], True)])
def test_the_buyer_of_a_pair_that_stands_out_is_flagged(pairs, found):
    worry = party_worry("D14", striking_pairs=pairs)

    assert bool(worry) == found
    assert worry is None or worry.evidence == {
        "since": "2026-08-01",
        "agent": "z",
        "number": 100,
        "of_agent": 100,
        "share_ppm": 1_000_000,
        "spread_ppm": 1_000,
        "pairs": 200,
    }
