"""The class of a site: two of four, a country's law before the default, and nothing where too little is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.describing.classing import CLASSES, Measured, classed

DAY = date(2026, 11, 1)
NUMBERS = st.none() | st.integers(0, 10**8)
SITES = st.builds(Measured, NUMBERS, NUMBERS, NUMBERS, st.none() | st.integers(0, 3), NUMBERS)


def name(site: Measured, country: str = "CD", day: date = DAY) -> str | None:
    found = classed(site, country, day)
    return found.name if found else None


@pytest.mark.rule("CAT-01")
@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (Measured(area_m2=5_000, workers=8, month_t=5, mechanisation=0), "subsistence"),
        (Measured(area_m2=5_000, workers=8, month_t=5, mechanisation=3), "subsistence"),
        (Measured(area_m2=5_000, workers=40, month_t=5, mechanisation=1), "artisanal"),
        (Measured(area_m2=5_000, workers=4_000, month_t=20_000, mechanisation=0), "medium"),
        (Measured(area_m2=9_000_000, workers=4_000, month_t=5, mechanisation=0), "large"),
        (Measured(workers=40, mechanisation=0), "subsistence"),
        (Measured(workers=10, area_m2=10_000), "subsistence"),
        (Measured(workers=11, area_m2=10_001), "artisanal"),
    ],
)
def test_the_class_is_the_highest_that_two_of_four_reach(site, expected):
    assert name(site) == expected


@pytest.mark.rule("CAT-01")
def test_mechanisation_alone_classifies_nobody():
    assert name(Measured(mechanisation=3)) is None
    assert name(Measured(mechanisation=3, workers=5)) == "subsistence"


@given(SITES, SITES)
def test_a_larger_site_is_never_of_a_lower_class(one, other):
    def larger(left, right):
        return None if left is None or right is None else max(left, right)

    names = ("area_m2", "workers", "month_t", "mechanisation")
    both = Measured(**{each: larger(getattr(one, each), getattr(other, each)) for each in names})
    smaller = Measured(**{each: getattr(one, each) for each in names if getattr(both, each) is not None})
    if (low := name(smaller)) and (high := name(both)):
        assert CLASSES.index(low) <= CLASSES.index(high)


@pytest.mark.rule("CAT-03")
@pytest.mark.parametrize(
    ("country", "site", "expected"),
    [
        # an excavator, a deep pit or a large plot leaves the artisanal class of Sierra Leone, each by itself
        ("SL", Measured(area_m2=5_000, workers=8, month_t=5, mechanisation=3, depth_cm=500), "small"),
        ("SL", Measured(area_m2=5_000, workers=8, month_t=5, mechanisation=0, depth_cm=1_001), "small"),
        ("SL", Measured(area_m2=10_001, workers=8, month_t=5, mechanisation=0, depth_cm=500), "small"),
        # and whoever keeps all three is artisanal there, however many dig
        ("SL", Measured(area_m2=5_000, workers=300, month_t=6_000, mechanisation=2, depth_cm=500), "artisanal"),
        ("GH", Measured(area_m2=101_980, workers=300, month_t=6_000, mechanisation=3), "small"),
        ("GH", Measured(area_m2=101_981, workers=40, month_t=5, mechanisation=1), "medium"),
        ("LR", Measured(area_m2=50_000, workers=8, month_t=5, mechanisation=1), "small"),
        ("CI", Measured(area_m2=250_000, workers=300, month_t=6_000, depth_cm=1_500), "artisanal"),
        ("CI", Measured(area_m2=250_000, workers=8, month_t=5, depth_cm=1_501), "small"),
        ("ID", Measured(area_m2=9_000, workers=8, month_t=5, mechanisation=3, depth_cm=100), "small"),
        ("CL", Measured(area_m2=9_000_000, workers=900, month_t=4_999), "small"),
        ("CL", Measured(area_m2=9_000, workers=9, month_t=5_000), "medium"),
    ],
)
def test_a_countrys_law_comes_before_the_default(country, site, expected):
    assert name(site, country) == expected


@pytest.mark.rule("CAT-03")
def test_a_law_counts_from_its_day():
    deep = Measured(area_m2=5_000, workers=8, month_t=5, mechanisation=0, depth_cm=2_000)

    assert name(deep, "SL", date(2023, 5, 11)) == "subsistence"
    assert name(deep, "SL", date(2023, 5, 12)) == "small"


def test_where_titles_alone_name_the_class_the_default_counts():
    site = Measured(area_m2=5_000, workers=40, month_t=5, mechanisation=1)

    found = classed(site, "MZ", DAY)
    assert found.name == "artisanal"
    assert "Senha mineira (MZ)" in found.rule


def test_a_class_says_what_it_was_worked_out_from():
    found = classed(Measured(area_m2=5_000, workers=8), "CD", DAY)

    assert (found.rule, found.inputs) == ("CAT-01 v1", {"area_m2": 5_000, "workers": 8})
