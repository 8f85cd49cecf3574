"""Median, spread and steps: exact, and not moved by one odd month."""

from fractions import Fraction
from statistics import median as expected

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.plausibility.robust import deviation, in_steps, median, robust_sd, sds_above

grams = st.integers(0, 10**9)
months = st.lists(grams, min_size=1, max_size=24)


@given(months)
def test_the_median_is_that_of_the_books(values):
    assert median(values) == Fraction(expected([Fraction(each) for each in values]))


@given(months, st.randoms())
def test_order_means_nothing(values, chance):
    shuffled = list(values)
    chance.shuffle(shuffled)

    assert (median(shuffled), deviation(shuffled)) == (median(values), deviation(values))


@given(st.lists(grams, min_size=3, max_size=24), st.integers(10**9, 10**12))
def test_one_odd_month_moves_the_middle_no_further_than_its_neighbours(values, odd):
    ordered = sorted(values)
    ordered[-1] = odd

    assert min(values) <= median(ordered) <= max(values)


@given(months, grams, grams)
def test_a_higher_month_is_never_further_down(values, one, other):
    low, high = sorted((one, other))
    below, above = sds_above(low, values, 100_000), sds_above(high, values, 100_000)

    assert (below is None and above is None) or below <= above


def test_months_that_are_all_alike_still_have_the_least_spread():
    assert robust_sd([1_000] * 12, 100_000) == 100
    assert sds_above(1_250, [1_000] * 12, 100_000) == Fraction(5, 2)


def test_of_nothing_but_nothing_no_spread_is_known():
    assert sds_above(5, [0, 0, 0], 100_000) is None


@pytest.mark.parametrize(("ppm", "shown"), [(1_399_999, 1_300_000), (1_400_000, 1_400_000), (0, 0)])
def test_a_running_month_is_told_in_steps(ppm, shown):
    assert in_steps(ppm, 100_000) == shown
