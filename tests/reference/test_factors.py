"""Factors are ratios of atomic masses, exact; what books print is their rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.reference.ceilings import above_ceiling, ceiling, ceilings_of_ore, printed_share
from ledger.reference.factors import (
    FACTORS,
    LITHIUM_CARBONATE_PER_OXIDE,
    MASSES,
    atoms,
    factor_of,
    molar_mass,
    share,
)
from ledger.reference.files import shipped
from ledger.reference.minerals import MINERALS

PRINTED = {
    "SnO2": ("150.7080", "0.78768", "1.26955"),
    "Ta2O5": ("441.8908", "0.81897", "1.22104"),
    "Nb2O5": ("265.8077", "0.69905", "1.43051"),
    "WO3": ("231.8370", "0.79297", "1.26108"),
    "Li2O": ("29.8790", "0.46454", "2.15267"),
    "Cr2O3": ("151.9892", "0.68421", "1.46154"),
    "Sb2S3": ("339.7000", "0.71687", "1.39496"),
    "BaSO4": ("233.3830", "0.58842", "1.69947"),
    "CaF2": ("78.0748", "0.48667", "2.05477"),
    "CoO(OH)": ("91.9392", "0.64100", "1.56006"),
    "Co(OH)2": ("92.9472", "0.63405", "1.57716"),
    "ZnS": ("97.4400", "0.67098", "1.49036"),
    "ZnCO3": ("125.3880", "0.52142", "1.91783"),
    "NiO": ("74.6924", "0.78580", "1.27259"),
    "CuFeS2": ("183.5110", "0.34628", "2.88785"),
    "Cu2S": ("159.1520", "0.79856", "1.25226"),
    "Cu2CO3(OH)2": ("221.1140", "0.57478", "1.73979"),
}
"""Molar mass, metal in compound and compound for metal, as the domain's table prints them."""


@pytest.mark.parametrize("compound", sorted(PRINTED))
def test_an_exact_factor_rounds_to_what_is_printed(compound):
    mass, metal, oxide = PRINTED[compound]
    factor = FACTORS[compound]

    assert f"{float(molar_mass(compound)):.4f}" == mass
    assert f"{float(factor.metal_share):.5f}" == metal
    assert f"{float(factor.compound_per_metal):.5f}" == oxide


def test_a_factor_is_exact_and_goes_back_without_a_rest():
    tin = FACTORS["SnO2"]

    assert tin.metal_share == Fraction(118_710, 118_710 + 2 * 15_999)
    assert tin.metal_share * tin.compound_per_metal == 1
    assert round(float(LITHIUM_CARBONATE_PER_OXIDE), 5) == 2.47291


@pytest.mark.parametrize("row", shipped("minerals"), ids=lambda row: row["mineral_code"])
def test_the_table_of_ores_prints_the_same_factors(row):
    factor = factor_of(row["mineral_code"])

    if factor is None:
        assert row["oxide_to_metal_factor"] == row["metal_to_oxide_factor"] == ""
    else:
        assert f"{float(factor.metal_share):.5f}" == row["oxide_to_metal_factor"]
        assert f"{float(factor.compound_per_metal):.5f}" == row["metal_to_oxide_factor"]


PRINTED_OTHERWISE = {"CU-FUND": "79.87 is printed for CuO; the formula gives 79.89"}


@pytest.mark.parametrize("row", shipped("minerals"), ids=lambda row: row["mineral_code"])
def test_a_ceiling_from_the_formula_rounds_to_the_printed_one(row):
    found = ceiling(row["mineral_code"])
    decimals = len(row["grade_max_plausible"].partition(".")[2])
    unit = 1_000_000 if row["grade_unit"] == "g/t" else 100
    off = abs(found.share - printed_share(row)) * unit

    if row["grade_unit"] == "g/t":
        assert off < 100  # printed to four figures
    elif row["mineral_code"] in PRINTED_OTHERWISE:
        assert Fraction(1, 100) < off < Fraction(2, 100)
    else:
        assert off <= Fraction(1, 2) / 10**decimals


@pytest.mark.parametrize(
    ("mineral", "grade", "unit", "above"),
    [
        ("SN-CASS", "78.76", "%", False),
        ("SN-CASS", "78.77", "%", True),
        ("SN-CASS", "787682", "ppm", False),
        ("SN-CASS", "787683", "ppm", True),
        ("TA-COLT", "86.02", "%", True),
        ("LI-PETA", "4.9", "%", True),
        ("LI-PETA", "4.8", "%", False),
        ("AU-ORE", "1000001", "g/t", True),
    ],
)
def test_a_grade_above_the_pure_mineral_cannot_be(mineral, grade, unit, above):
    assert above_ceiling(mineral, grade, unit) is above


@pytest.mark.parametrize(("grade", "unit"), [("5", "carat"), ("much", "%"), ("NaN", "%"), ("Infinity", "%")])
def test_a_grade_that_is_no_number_or_has_no_unit_is_not_judged(grade, unit):
    with pytest.raises(ValueError):
        above_ceiling("SN-CASS", grade, unit)


def test_an_ore_has_the_ceilings_of_the_minerals_that_it_may_be():
    coltan = ceilings_of_ore("coltan")

    assert [each.mineral_code for each in coltan] == ["TA-COLT", "NB-COLB"]
    assert ceilings_of_ore("tourmaline") == []


def test_the_ores_of_the_table_are_ores_of_ours():
    named = {ore for row in shipped("minerals") for ore in row["ores"].split(";") if ore}

    assert named <= MINERALS.keys()


@pytest.mark.parametrize("formula", ["", "tin", "Sn(O2", "SnO2-"])
def test_what_is_no_formula_is_not_weighed(formula):
    if formula:
        with pytest.raises(ValueError):
            atoms(formula)
    else:
        assert molar_mass(formula) == 0


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(MASSES)), st.integers(1, 9), min_size=1))
def test_the_shares_of_all_elements_make_the_whole(counts):
    formula = "".join(f"{element}{number}" for element, number in counts.items())

    assert sum(atoms(formula)[each] * molar_mass(each) for each in counts) == molar_mass(formula)
    assert all(0 < share(each, each, formula) <= 1 for each in counts)
