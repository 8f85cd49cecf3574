"""Dry and contained mass beside the wet: exact, and what is not known is said."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ledger.balance.worth import SQUARE, Worth, rounded
from ledger.units import PPM


def of_lot(grams, moisture=None, grade=None, of=None):
    """Return what a posting of a lot is worth, as the sums of SQL say it."""
    known = moisture is not None
    graded = known and grade is not None
    contained = {of: grams * (PPM - moisture) * grade} if graded else {}
    dry = grams * (PPM - moisture) if known else 0
    return Worth(grams, dry, contained, abs(grams), abs(grams) * known, abs(grams) * graded)


def test_half_of_it_unknown_is_said_as_half():
    said = of_lot(50_000, 100_000, 700_000, "SnO2") + of_lot(50_000)

    assert (said.wet_g, said.dry_g, said.contained_g) == (100_000, 45_000, {"SnO2": 31_500})
    assert (said.dry_unknown_ppm, said.ungraded_ppm) == (500_000, 500_000)


def test_nothing_known_is_unknown_and_not_nothing():
    said = of_lot(50_000)

    assert said.dry_g is None
    assert said.contained_g == {}
    assert said.ungraded_ppm == PPM


def test_oxide_is_counted_as_the_metal_in_it():
    said = of_lot(100_000, 0, 1_000_000, "SnO2") + of_lot(10_000, 0, 1_000_000, "Sn")

    # Sn / SnO2 = 118.710 / 150.708
    assert said.metal() == {"Sn": 10_000 + round(100_000 * Fraction("118.710") / Fraction("150.708"))}


def test_what_comes_and_goes_again_leaves_nothing_behind():
    lot = {"moisture": 333_333, "grade": 123_457, "of": "Ta2O5"}

    said = of_lot(7, **lot) + of_lot(-7, **lot)

    assert (said.wet_g, said.dry, said.contained) == (0, 0, {"Ta2O5": 0})


@given(st.integers(-(10**9), 10**9))
def test_rounding_is_the_same_for_in_and_out(units):
    assert rounded(units, SQUARE) == -rounded(-units, SQUARE)
    assert abs(Fraction(units, 7) - rounded(units, 7)) <= Fraction(1, 2)
