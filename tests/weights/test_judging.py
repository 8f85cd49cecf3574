"""Weights and grades that do not go together raise a flag with both numbers."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.models import Flag, Hold
from ledger.risk.rules import explain
from ledger.risk.weight_judging import (
    Limits,
    assay_difference,
    drying_difference,
    export_difference,
    metal_gain,
    sealed_difference,
)
from tests import make
from tests.make import entered, envelope
from tests.weights.saying import assayed, looked_over, weighed, worries

DAY = date(2026, 11, 3)
TODAY = Limits(DAY)


@pytest.mark.parametrize(
    ("before_g", "after_g", "severity"),
    [
        (45_800, 45_800, None),
        (45_800, 45_343, None),
        (45_800, 45_341, "warn"),
        (100_000, 99_400, "warn"),
        (45_800, 44_425, "hold"),
        (100_000, 98_499, "hold"),
        (45_800, 46_258, None),
        (45_800, 46_259, "hold"),
    ],
)
def test_a_sealed_bag_keeps_its_weight(before_g, after_g, severity):
    assert sealed_difference(before_g, after_g, TODAY) == severity


@pytest.mark.parametrize(("after_g", "severity"), [(1_000, None), (994, "warn"), (984, "hold")])
def test_gold_has_grams_of_its_own(after_g, severity):
    """A kilogram of gold may differ by 5 g where a bag of ore may differ by 500; 1 % of it is still looked at."""
    assert sealed_difference(1_000, after_g, Limits(DAY, mineral="gold")) == severity


@pytest.mark.parametrize(
    ("after_g", "severity"),
    [(45_800, None), (41_220, None), (41_219, "warn"), (36_640, "warn"), (36_639, "hold"), (45_801, "hold")],
)
def test_ore_dries_and_gains_nothing(after_g, severity):
    assert drying_difference(45_800, after_g, TODAY) == severity


@pytest.mark.parametrize(
    ("out_g", "severity"), [(103_000, None), (103_001, "warn"), (105_000, "warn"), (105_001, "hold")]
)
def test_washing_makes_no_metal(out_g, severity):
    assert metal_gain(Fraction(100_000), Fraction(out_g), TODAY) == severity


@pytest.mark.parametrize(("out_g", "severity"), [(98_000, None), (97_999, "warn"), (105_000, "warn"), (94_999, "hold")])
def test_an_export_lot_weighs_what_it_was_made_of(out_g, severity):
    assert export_difference(Fraction(100_000), Fraction(out_g), TODAY) == severity


@pytest.mark.parametrize(
    ("final_ppm", "severity"),
    [(650_000, None), (680_000, None), (680_001, "warn"), (589_999, "hold"), (710_001, "hold")],
)
def test_a_final_grade_agrees_with_the_provisional_one(final_ppm, severity):
    assert assay_difference(Fraction(650_000), Fraction(final_ppm), TODAY) == severity


def test_a_low_grade_is_judged_by_its_share():
    """From 3.0 to 2.5 % is half a point and a sixth of the price."""
    assert assay_difference(Fraction(30_000), Fraction(25_000), TODAY) == "warn"


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_a_larger_difference_is_never_judged_milder(before_g, after_g):
    for judge in (sealed_difference, drying_difference):
        smaller = (before_g + after_g) // 2
        if judge(before_g, smaller, TODAY) == "hold" and abs(after_g - before_g) > 1:
            assert judge(before_g, after_g, TODAY) == "hold"


@pytest.mark.rule("WGT-02")
def test_a_sealed_bag_that_lost_is_looked_at_and_one_that_gained_is_held(world):
    lost, gained, opened = world.bought(), world.bought(), world.bought()
    weighed(world, lost, 45_100, step="receipt", sealed="yes")
    weighed(world, gained, 46_500, step="receipt", sealed="yes")
    weighed(world, opened, 45_100, step="receipt", sealed="no")

    looked_over()

    assert worries("WGT-02") == {lost: "warn", gained: "hold"}
    assert list(Hold.objects.values_list("lot", "rule")) == [(gained, "WGT-02")]
    flag = Flag.objects.get(rule="WGT-02", subject=lost)
    assert "45.8 kg" in explain(flag.rule, flag.severity, flag.evidence, DAY)


@pytest.mark.rule("WGT-02")
def test_a_second_weighing_is_compared_with_the_first_and_not_where_the_water_changed(world):
    dried, kept = world.bought(), world.bought()
    for lot in (dried, kept):
        weighed(world, lot, 45_700, at="2026-11-03T08:00:00+02:00", moisture_ppm=80_000)
    weighed(world, dried, 43_000, at="2026-11-04T08:00:00+02:00", sealed="yes", moisture_ppm=20_000)
    weighed(world, kept, 43_000, at="2026-11-04T08:00:00+02:00", sealed="yes", moisture_ppm=80_000)

    looked_over()

    assert worries("WGT-02") == {kept: "hold"}


@pytest.mark.rule("WGT-03")
def test_ore_that_came_wetter_or_much_lighter_than_it_left_is_held(world):
    wetter, dry, far = world.bought(), world.bought(), world.bought()
    weighed(world, wetter, 45_810, step="depot")
    weighed(world, dry, 42_000, step="depot")
    weighed(world, far, 41_000, step="depot")

    looked_over()

    assert worries("WGT-03") == {wetter: "hold", far: "warn"}


@pytest.mark.rule("WGT-04")
def test_washing_is_judged_on_metal_and_not_on_gross(world):
    """From 100 kg with 30 % come 35 kg with 82 %: two thirds of the mass are gone and nothing is wrong."""
    honest, salted = world.bought(mass_g=100_000), world.bought(mass_g=100_000)
    made = {}
    for lot, grade in ((honest, 820_000), (salted, 890_000)):
        assayed(world, lot, 300_000)
        made[lot] = washed(world, lot, 35_000, grade)

    looked_over()

    assert worries("WGT-04") == {made[salted]: "warn"}


@pytest.mark.rule("WGT-04")
def test_an_assay_that_arrives_after_the_washing_is_judged_too(world):
    lot = world.bought(mass_g=100_000)
    made = washed(world, lot, 35_000, 850_000)
    looked_over()
    assert worries("WGT-04") == {}

    assayed(world, lot, 250_000)
    looked_over()

    assert worries("WGT-04") == {made: "hold"}


@pytest.mark.rule("WGT-05")
def test_what_is_weighed_for_export_weighs_what_it_was_blended_of(world):
    """100 kg at 5 % of water are 95 kg dry: at 1 % they may weigh 96 kg on the export scale, but not 100."""
    honest, heavy = (blended_of_wet_bags(world) for _ in range(2))
    unknown = world.blended(*(world.bought(mass_g=50_000) for _ in range(2)), mass_g=100_000)
    bag = world.bought(mass_g=50_000)
    weighed(world, honest, 96_000, step="export", moisture_ppm=10_000)
    weighed(world, heavy, 102_000, step="export", moisture_ppm=10_000)
    weighed(world, unknown, 97_000, step="export")
    weighed(world, bag, 50_000, step="export")

    looked_over()

    assert worries("WGT-05") == {heavy: "hold", unknown: "warn"}


def blended_of_wet_bags(world):
    bags = [world.bought(mass_g=50_000) for _ in range(2)]
    for bag in bags:
        weighed(world, bag, 50_000, moisture_ppm=50_000)
    return world.blended(*bags, mass_g=100_000)


@pytest.mark.rule("WGT-07")
def test_a_final_assay_is_compared_on_the_same_basis(world):
    same, apart = world.bought(), world.bought()
    for lot in (same, apart):
        assayed(world, lot, 600_000, "Sn", stage="provisional")
    assayed(world, same, 762_000)
    assayed(world, apart, 650_000)

    looked_over()

    assert worries("WGT-07") == {apart: "hold"}
    flag = Flag.objects.get(rule="WGT-07")
    assert flag.evidence["after_ppm"] == 511_993
    assert "60.0 %" in explain(flag.rule, flag.severity, flag.evidence, DAY)


@pytest.mark.rule("MIN-02")
def test_an_unusual_grade_asks_for_a_second_assay(world):
    lot, twice = world.bought(), world.bought()
    assayed(world, lot, 150_000, "Sn")
    assayed(world, twice, 150_000, "Sn")
    assayed(world, twice, 152_000, "Sn")

    looked_over()

    assert worries("MIN-02") == {lot: "warn"}


@pytest.mark.rule("MIN-06")
def test_copper_cobalt_ore_is_assayed_for_both(world):
    one, both = world.bought(mineral="copper_cobalt_ore"), world.bought(mineral="copper_cobalt_ore")
    assayed(world, one, 30_000, "Co")
    assayed(world, both, 30_000, "Co")
    assayed(world, both, 20_000, "Cu")

    looked_over()

    assert worries("MIN-06") == {one: "warn"}


def washed(world, lot, mass_g, grade_ppm):
    """Wash a lot of 100 kg and return the concentrate."""
    made = make.code("P")
    output = {"lot": made, "mass_g": mass_g, "what": "main", "product": "concentrate"}
    graded = {**output, "grade_of": "SnO2", "grade_ppm": grade_ppm}
    lines = [{"cause": "washing", "grams": mass_g - 100_000}]
    facts = {"process": "washing", "inputs": [lot], "outputs": [graded], "changes": lines}
    entered(world.ours.manager, envelope("lot.processed.v1", **facts))
    return made
