"""PLAU-03 and PLAU-04: ore that moves to a neighbour, and a centre that takes more than its mines can yield."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.plausibility.catchment import Sum, Taken, is_too_much, sums_of
from ledger.risk.plausibility.digging import Dug
from ledger.risk.plausibility.displacement import Neighbour, is_displaced, rise_after
from ledger.risk.plausibility.finding_neighbours import about_km
from tests.plausibility.seeing import TODAY, place_worry

TIN = "cassiterite"
RED_ON = date(2026, 10, 1)
OCTOBER = date(2026, 10, 1)


def daily(first, days, grams):
    return [Dug(first + timedelta(days=number), TIN, grams, 1) for number in range(days)]


def neighbour(since=RED_ON, days=None, why="red"):
    fell = daily(RED_ON - timedelta(days=30), 30, 30_000) if days is None else days
    return Neighbour("S0000002X", since, why, 20, fell)


def own(before_g, after_g, *, since=RED_ON, span=30):
    start = [Dug(since - timedelta(days=90), TIN, 1, 1)]
    return [*start, *daily(since - timedelta(days=30), 30, before_g), *daily(since, span, after_g)]


@pytest.mark.rule("PLAU-03")
@pytest.mark.parametrize(
    ("before_g", "after_g", "found"),
    [(100_000, 100_000, False), (100_000, 125_000, False), (100_000, 125_001, True), (0, 20_000, True)],
)
def test_a_rise_of_more_than_a_quarter_after_a_neighbour_went_red_is_asked_about(before_g, after_g, found):
    worry = place_worry("PLAU-03", dug=own(before_g, after_g), neighbours=[neighbour()])

    assert bool(worry) == found
    assert worry is None or (worry.severity, worry.evidence["neighbour"], worry.evidence["km"]) == (
        "warn",
        "S0000002X",
        20,
    )


@pytest.mark.rule("PLAU-03")
@pytest.mark.parametrize(("after_g", "found"), [(16_666, False), (16_667, True)])
def test_a_rise_of_less_than_half_a_tonne_is_not_asked_about(after_g, found):
    assert bool(place_worry("PLAU-03", dug=own(0, after_g), neighbours=[neighbour()])) == found


@pytest.mark.rule("PLAU-03")
def test_an_incident_is_said_as_one():
    worry = place_worry("PLAU-03", dug=own(10_000, 90_000), neighbours=[neighbour(why="incident")])

    assert worry.evidence["why"] == "incident"


@pytest.mark.rule("PLAU-03")
def test_while_the_days_after_go_on_the_rise_is_told_in_steps():
    since = TODAY - timedelta(days=10)
    fell = daily(since - timedelta(days=30), 30, 30_000)
    worries = [
        place_worry("PLAU-03", dug=own(100_000, grams, since=since, span=10), neighbours=[neighbour(since, fell)])
        for grams in (400_000, 420_000)
    ]

    assert worries[0].evidence == worries[1].evidence
    assert worries[0].evidence["why"] == "running"


def test_a_neighbour_whose_own_output_did_not_fall_explains_nothing():
    same = [*daily(RED_ON - timedelta(days=30), 30, 30_000), *daily(RED_ON, 30, 30_000)]

    assert place_worry("PLAU-03", dug=own(0, 90_000), neighbours=[neighbour(days=same)]) is None
    assert place_worry("PLAU-03", dug=own(0, 90_000), neighbours=[neighbour(days=[])]) is None


def test_a_site_whose_days_before_are_not_known_is_not_judged():
    begun_later = daily(RED_ON - timedelta(days=15), 15, 10_000) + daily(RED_ON, 30, 90_000)

    assert rise_after(begun_later, neighbour(), 30, TODAY) is None


def test_a_site_that_began_after_the_neighbour_closed_is():
    assert rise_after(daily(RED_ON, 30, 90_000), neighbour(), 30, TODAY).after_g == 2_700_000


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_ore_after_is_never_less_of_a_rise(before, one, other):
    low, high = sorted((one, other))

    assert is_displaced(before, low, 250_000, 1) <= is_displaced(before, high, 250_000, 1)


def test_a_cell_lies_nowhere_from_itself_and_a_degree_is_111_kilometres():
    assert about_km("-1.9,28.9", "-1.9,28.9") == 0
    assert about_km("-1.9,28.9", "-2.9,28.9") == 111


def taken(mine, grams, capacity_g, eligible=True, mineral=TIN):
    return Taken(OCTOBER, mineral, mine, grams, eligible, capacity_g)


@pytest.mark.rule("PLAU-04")
@pytest.mark.parametrize(("grams", "found"), [(1_500_000, False), (1_500_001, True)])
def test_a_centre_takes_at_most_what_its_mines_can_yield_together(grams, found):
    mines = [taken("S1", grams - 600_000, 1_000_000), taken("S2", 600_000, 500_000)]

    worry = place_worry("PLAU-04", taken=mines)

    assert bool(worry) == found
    assert worry is None or (worry.severity, worry.evidence["grams"], worry.evidence["mines"]) == ("warn", grams, 2)


@pytest.mark.rule("PLAU-04")
def test_ore_of_a_mine_that_may_not_dig_counts_and_its_capacity_does_not():
    mines = [taken("S1", 400_000, 500_000), taken("S2", 100_001, 10**9, eligible=False)]

    worry = place_worry("PLAU-04", taken=mines)

    assert (worry.evidence["capacity_g"], worry.evidence["not_eligible"]) == (500_000, 1)


def test_a_mine_without_a_capacity_is_counted_and_left_out():
    assert sums_of([taken("S1", 400, 500), taken("S2", 10**9, None)]) == [Sum(OCTOBER, TIN, 400, 500, 1, 0, 1)]
    assert place_worry("PLAU-04", taken=[taken("S2", 10**9, None)]) is None


def test_where_no_mine_may_dig_nothing_is_weighed_against_nothing():
    """That its ore came from mines without a status is told by other rules."""
    assert place_worry("PLAU-04", taken=[taken("S1", 10**9, None, eligible=False)]) is None


@given(
    st.lists(
        st.builds(
            taken,
            st.sampled_from(["S1", "S2", "S3"]),
            st.integers(0, 10**6),
            st.none() | st.integers(0, 10**6),
            st.booleans(),
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_the_order_of_mines_means_nothing(mines, chance):
    shuffled = list(mines)
    chance.shuffle(shuffled)

    assert sums_of(mines) == sums_of(shuffled)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_larger_capacity_is_never_worse(grams, one, other):
    low, high = sorted((one, other))
    little, much = (Sum(OCTOBER, TIN, grams, capacity, 1, 0, 0) for capacity in (low, high))

    assert is_too_much(little, 1_000_000) >= is_too_much(much, 1_000_000)
