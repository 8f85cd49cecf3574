"""WGT-06: weights that were made up repeat, or end alike; a coarse scale and a tare do not make them so."""

from datetime import date
from math import erfc, exp, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.models import Flag
from ledger.reference.parameters import parameter
from ledger.risk.engine import look_at_places
from ledger.risk.heaping import Weights, chi_square_exceeds, heap_of, step_of
from ledger.risk.rules import explain
from tests import make
from tests.make import entered, envelope
from tests.weights.saying import worries

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 23)
AT = "2026-10-14T10:00:00+02:00"
EVEN = [40_000 + 37 * number % 100 * 100 for number in range(100)]
"""A hundred weights from 40.0 to 49.9 kg, every last digit as often as any other."""


def read(grams, **more):
    times = {}
    for each in grams:
        times[each] = times.get(each, 0) + 1
    return Weights("p1", OCTOBER, times, **more)


def why(grams, **more):
    heap = heap_of(read(grams, **more))
    return heap and heap.why


def test_weights_as_a_scale_shows_them_do_not_heap():
    assert why(EVEN) is None


@pytest.mark.parametrize(
    ("number", "same", "found"),
    [(100, 10, None), (100, 20, "digits"), (100, 21, "same"), (50, 11, "same"), (49, 49, None)],
)
def test_one_weight_may_come_as_often_as_every_fifth_bag(number, same, found):
    """Before that its last digit comes too often."""
    assert why([41_500] * same + EVEN[: number - same]) == found


def test_figures_rounded_to_halves_of_a_kilogram_heap_where_some_show_the_scale():
    rounded = [each // 500 * 500 for each in EVEN]

    assert why(rounded[:60] + EVEN[60:]) == "digits"


def test_a_scale_that_shows_halves_of_a_kilogram_heaps_by_itself():
    """Its step is found in the figures; where a finer scale is registered, the same figures are rounded ones."""
    coarse = [40_000 + 500 * (number % 40) for number in range(100)]

    assert step_of(read(coarse)) == 500
    assert why(coarse) is None
    assert why(coarse, division_g=100) == "digits"


@given(st.integers(0, 2_000))
def test_a_tare_that_is_always_the_same_changes_nothing(tare):
    coarse = [40_000 + 500 * (number % 40) - tare for number in range(100)]

    assert why(coarse) is None


def test_bags_filled_to_a_mark_do_not_spread_enough_to_say_anything():
    filled = [50_000 + 100 * (number % 6) for number in range(100)]

    assert why(filled) is None


def test_digits_of_grams_say_nothing_of_pounds():
    rounded = [each // 500 * 500 for each in EVEN[:60]] + EVEN[60:]

    assert why(rounded, metric=False) is None


def test_the_limit_is_chi_square_of_nine_degrees_at_one_in_a_thousand():
    limit = parameter("weight_digit_chi_thousandths", OCTOBER) / 1_000

    tail = erfc(sqrt(limit / 2)) + sqrt(2 / pi) * exp(-limit / 2) * sum(
        limit ** (k - 0.5) / odd for k, odd in ((1, 1), (2, 3), (3, 15), (4, 105))
    )

    assert tail == pytest.approx(0.001, abs=1e-6)


@given(st.lists(st.integers(0, 60), min_size=10, max_size=10).filter(any))
def test_chi_square_is_counted_exactly(times):
    number = sum(times)
    chi_square = sum((each - number / 10) ** 2 / (number / 10) for each in times)

    if abs(chi_square - 27.877) > 1e-6:
        assert chi_square_exceeds(dict(enumerate(times)), 27_877) == (chi_square > 27.877)


def tag_bags(world, grams, *, by=None, at=AT, gross=False, site=None):
    """Tag bags of these masses on one day; with `gross`, enter what the scale showed beside it."""
    tags = [make.code("T") for _ in grams]
    issued = "2026-10-01T08:00:00+02:00"
    entered(world.programme, envelope("tag.issued.v1", at=issued, place=site or world.site, tags=tags))
    for tag, mass_g in zip(tags, grams, strict=True):
        tagging = world.tagging(tag=tag, mass_g=mass_g, dug_on="2026-10-13", at=at, place=site or world.site)
        weights = {"lot": tagging["facts"]["lot"], "gross_g": mass_g + 400, "tare_g": 400}
        entered(by or world.tagger, tagging, *([envelope("lot.weighed.v1", at=at, **weights)] if gross else []))


@pytest.mark.rule("WGT-06")
def test_a_month_of_one_person_is_flagged_at_the_site_once_it_is_over(world):
    tag_bags(world, [45_800] * 30 + EVEN[:30])

    look_at_places([world.site], date(2026, 10, 31))
    assert worries("WGT-06") == {}
    look_at_places([world.site], NOVEMBER)

    assert worries("WGT-06") == {world.site: "warn"}
    flag = Flag.objects.get(rule="WGT-06")
    assert (flag.evidence["agent"], flag.evidence["number"], flag.evidence["times"]) == (world.tagger.id, 60, 30)
    said = explain(flag.rule, flag.severity, flag.evidence, NOVEMBER)
    assert "30 of 60" in said and "45.8 kg" in said
    assert world.tagger.id not in said, "who it was is no matter of a sentence"


@pytest.mark.rule("WGT-06")
def test_what_the_scale_showed_comes_before_the_net_mass(world):
    rounded = [each // 500 * 500 - 400 for each in EVEN[:60]]
    entered(world.regulator, scale(world.site, division_g=100))
    tag_bags(world, rounded, gross=True)

    look_at_places([world.site], NOVEMBER)

    flag = Flag.objects.get(rule="WGT-06", cleared_on=None)
    assert (flag.evidence["why"], flag.evidence["step_g"]) == ("digits", 100)
    assert "0.1 kg" in explain(flag.rule, flag.severity, flag.evidence, NOVEMBER)


@pytest.mark.rule("WGT-06")
def test_a_person_is_looked_at_over_all_sites_and_nobody_else_with_them(world):
    other = world.new_site()
    tag_bags(world, [45_800] * 20 + EVEN[:10])
    tag_bags(world, [45_800] * 20 + EVEN[10:20], site=other)
    honest = make.Actor("another", world.agency, world.tagger.roles)
    third = world.new_site("Luvembe 3")
    tag_bags(world, EVEN[:60], site=third, by=honest)

    look_at_places([world.site, other, third], NOVEMBER)

    assert worries("WGT-06") == {world.site: "warn", other: "warn"}
    assert set(Flag.objects.filter(rule="WGT-06").values_list("evidence__number", flat=True)) == {60}


def scale(place, **changed):
    facts = {"place": place, "scale": "Hanging 1", "capacity_g": 100_000, "division_g": 500, "by_whom": "Bureau"}
    days = {"calibrated_on": "2026-06-15", "valid_to": "2027-06-14"}
    return envelope("scale.calibrated.v1", at=AT, **{**facts, **days, **changed})
