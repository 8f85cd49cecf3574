"""Contained metal is exact: wet, dry, oxide, metal; what is unknown stays unknown."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.custody.contained import as_oxides_ppm, contained, dry_grams, mixed, of_all, rounded
from ledger.reference.factors import FACTORS
from ledger.reference.grades import ASSAYED, METAL_OF, as_metal, highest
from ledger.units import PPM

grams = st.integers(1, 10**9)
moistures = st.integers(0, PPM - 1)
grades = st.integers(0, PPM)


@pytest.mark.rule("MIN-03")
def test_a_tonne_of_cassiterite_concentrate():
    """1,000 kg wet with 2 % of water and 85 % of SnO2 when dry: 980 kg dry, 833 kg of oxide, 656.1 kg of tin."""
    found = contained(1_000_000, 20_000, "SnO2", 850_000)

    assert (found.metal, found.grams) == ("Sn", 656_139)
    assert found.exact == Fraction(833_000) * FACTORS["SnO2"].metal_share


@given(grams, moistures, grades)
def test_oxide_and_metal_say_the_same_ore(wet_g, moisture, grade):
    for compound in ("SnO2", "Ta2O5", "WO3", "Li2O", "Nb2O5"):
        oxide = contained(wet_g, moisture, compound, grade)
        metal = contained(wet_g, moisture, METAL_OF[compound], PPM)
        assert oxide.exact == metal.exact * grade / PPM * as_metal(compound)
        assert 0 <= oxide.exact <= dry_grams(wet_g, moisture) <= wet_g


@given(grams, moistures, st.sampled_from(ASSAYED), grades)
def test_a_lot_in_two_parts_holds_what_it_held(wet_g, moisture, of, grade):
    parts = [wet_g // 3, wet_g - wet_g // 3]

    whole = contained(wet_g, moisture, of, grade)

    assert sum(contained(part, moisture, of, grade).exact for part in parts if part) == whole.exact
    assert abs(whole.grams - whole.exact) <= Fraction(1, 2)


def test_what_is_not_known_is_not_nothing():
    assert dry_grams(1_000, None) is None
    assert contained(1_000, 0, None, 500_000) is None
    assert contained(1_000, 0, "Sn", None) is None
    tin = SimpleNamespace(mass_g=1_000, moisture_ppm=0, grade_of="Sn", grade_ppm=500_000)
    bare = SimpleNamespace(mass_g=1_000, moisture_ppm=0, grade_of=None, grade_ppm=None)
    gold = SimpleNamespace(mass_g=1_000, moisture_ppm=0, grade_of="Au", grade_ppm=5)
    assert of_all([tin, tin]) == ("Sn", 1_000)
    assert of_all([tin, bare]) is None
    assert of_all([tin, gold]) is None
    assert of_all([]) is None


@given(st.lists(st.tuples(grams, moistures, grades), min_size=1, max_size=6))
def test_a_mix_holds_the_metal_of_its_parts(parts):
    said = [(wet_g, moisture, "SnO2", grade) for wet_g, moisture, grade in parts]

    moisture, basis, grade = mixed(said)

    assert basis == "SnO2"
    exact = sum(contained(*part).exact for part in said)
    dry_g = sum(dry_grams(wet_g, moisture) for wet_g, moisture, _ in parts)
    # a grade is kept in whole ppm: half a one of the dry mass is the most that rounding moves
    assert abs(dry_g * grade / PPM * as_metal("SnO2") - exact) <= dry_g / (2 * PPM)
    assert min(grade for *_, grade in parts) <= grade <= max(grade for *_, grade in parts)
    assert min(each for _, each, _ in parts) <= moisture <= max(each for _, each, _ in parts)


def test_a_mix_of_what_is_not_alike_has_no_grade():
    assert mixed([(1_000, 0, "Sn", 500_000), (1_000, 0, "SnO2", 500_000)]) == (0, None, None)
    assert mixed([(1_000, 0, "Sn", 500_000), (1_000, None, "Sn", 700_000)]) == (None, None, None)
    assert mixed([(1_000, None, "Sn", 500_000), (3_000, None, "Sn", 700_000)]) == (None, "Sn", 650_000)
    assert mixed([(1_000, 0, "Sn", 500_000), (1_000, 0, None, None)]) == (0, None, None)


@pytest.mark.parametrize(
    ("ore", "of", "percent"),
    [
        ("cassiterite", "Sn", "78.77"),
        ("cassiterite", "SnO2", "100.00"),
        ("coltan", "Ta2O5", "86.02"),
        ("coltan", "Ta", "70.44"),
        ("coltan", "Nb2O5", "78.72"),
        ("wolframite", "WO3", "80.52"),
        ("copper_cobalt_ore", "Co", "64.10"),
        ("copper_cobalt_ore", "Cu", "79.86"),
        ("lithium_ore", "Li2O", "10.10"),
        ("gold", "Au", "100.00"),
        ("cassiterite", "WO3", "100.00"),
    ],
)
def test_the_pure_mineral_is_the_most(ore, of, percent):
    assert f"{float(highest(ore, of) * 100):.2f}" == percent


def test_what_is_smelted_is_no_mineral_any_more():
    assert highest("cassiterite", "Sn", "refined") == 1


def test_metals_are_added_as_their_oxides():
    assert as_oxides_ppm([("Sn", 787_650)]) == rounded(787_650 / as_metal("SnO2"))
    assert as_oxides_ppm([("Ta2O5", 300_000), ("Nb2O5", 200_000), ("Fe", 10_000)]) == 510_000
