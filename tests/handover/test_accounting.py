"""Whatever a receipt says, it either accounts for every bag once, or tells which bags it does not."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.custody.arrivals import arrived, unaccounted

bags = st.sampled_from(["A", "B", "C", "D"])


@given(st.sets(bags, min_size=1), st.none() | st.sets(bags, min_size=1), st.sets(bags))
def test_a_receipt_adds_up_or_says_what_does_not(expected, came, missing):
    said = {"missing": sorted(missing), "came": [{"lot": lot} for lot in sorted(came)] if came else None}
    expected = sorted(expected)

    found, here = unaccounted(said, expected), arrived(said, expected)

    adds_up = set(here) | missing == set(expected) and not set(here) & missing
    assert (found == {}) == adds_up
    told = {lot for lots in found.values() for lot in lots}
    assert told <= set(expected) | missing | set(here)
