"""Not a gram is made or lost, however it is shared out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.arithmetic import apportion, apportion_in_turn, merged
from ledger.units import grams_from_kilograms, share_ppm

shares = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10**9)), min_size=1, max_size=12).filter(
    lambda each: sum(weight for _, weight in each) > 0
)


@given(st.integers(0, 10**12), shares)
def test_parts_add_up_and_stay_within_a_gram_of_their_share(total, weights):
    parts = apportion(total, weights)

    assert sum(part for _, part in parts) == total
    whole = sum(weight for _, weight in weights)
    for key, weight in merged(weights):
        fair = Fraction(weight * total, whole)
        assert abs(dict(parts).get(key, 0) - fair) < 1


@given(st.integers(0, 10**12), shares, st.randoms())
def test_the_order_of_shares_does_not_matter(total, weights, random):
    shuffled = list(weights)
    random.shuffle(shuffled)

    assert apportion(total, shuffled) == apportion(total, weights)


@given(shares, st.data())
def test_totals_that_use_up_the_shares_use_each_up_exactly(weights, data):
    whole = sum(weight for _, weight in weights)
    cuts = sorted(data.draw(st.lists(st.integers(0, whole), max_size=5)))
    totals = [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]

    taken = apportion_in_turn(totals, weights)

    assert merged(pair for part in taken for pair in part) == [pair for pair in merged(weights) if pair[1]]


def test_sharing_by_nothing_is_an_error():
    with pytest.raises(ValueError, match="cannot apportion"):
        apportion(5, [("a", 0)])


@pytest.mark.parametrize(
    ("typed", "grams"), [("45.8", 45_800), ("45,80", 45_800), ("45", 45_000), ("0,001 kg", 1), (" 7.5kg ", 7_500)]
)
def test_kilograms_are_read_as_people_type_them(typed, grams):
    assert grams_from_kilograms(typed) == grams


@pytest.mark.parametrize("typed", ["", "kg", "-1", "1.2345", "1e3", "1 000", "½", "1,2,3", "٣"])
def test_what_is_no_weight_is_refused(typed):
    with pytest.raises(ValueError, match=".*"):
        grams_from_kilograms(typed)


def test_shares_are_rounded_half_up():
    assert share_ppm(1, 3) == 333_333
    assert share_ppm(2, 3) == 666_667
    assert share_ppm(0, 0) == 0
