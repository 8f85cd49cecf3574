"""MIN-05: uranium and thorium above what a law or a carrier allows are said of the lot, each by its own count."""

from datetime import date
from types import SimpleNamespace

import pytest

from ledger.custody.radiation import metals_ppm, not_read, oxides_ppm, readings
from ledger.risk.rules import LotSeen, explain, rules_for
from tests.weights.saying import assayed, looked_over, worries

DAY = date(2026, 11, 3)


def reading(of, ppm, *, provisional=False, on=DAY, event=1):
    return SimpleNamespace(grade_of=of, grade_ppm=ppm, provisional=provisional, on_day=on, event_id=event)


def judged(*assays, country="RW"):
    lot = SimpleNamespace(code="P00000019", place="S0000001Z", mineral="coltan", product=None)
    found = {"lot": lot, "assays": assays, "weighed_in": {lot.place: country}}
    seen = LotSeen(lot.code, [], {}, findings=found)
    return next((rule.function(seen) for rule in rules_for("lot") if rule.id == "MIN-05"), None)


@pytest.mark.rule("MIN-05")
@pytest.mark.parametrize(
    ("uranium", "thorium", "country", "why"),
    [
        (499, 0, "RW", None),
        (500, 0, "RW", "law"),
        (250, 250, "RW", "law"),
        (500, 0, "CD", None),
        (4_000, 200, "CD", None),
        (4_300, 0, "CD", "transport"),
        (2_200, 2_200, "RW", "both"),
    ],
)
def test_the_law_counts_metals_from_a_limit_on_and_carriers_oxides_above_one(uranium, thorium, country, why):
    worry = judged(reading("U", uranium), reading("Th", thorium), country=country)

    assert (worry and worry.evidence["why"]) == why
    if worry:
        assert worry.severity == "warn"


def test_oxide_and_metal_are_told_apart():
    """U3O8 is 84.8 % uranium, ThO2 is 87.9 % thorium."""
    read = readings([reading("U3O8", 10_000), reading("Th", 8_788)])

    assert round(metals_ppm(read)) == 8_480 + 8_788
    assert round(oxides_ppm(read)) == 10_000 + 10_000


def test_a_final_reading_counts_before_a_provisional_one_and_then_the_newest():
    first, last = reading("U", 900), reading("U", 100, on=date(2026, 11, 2), event=2)
    provisional = reading("U3O8", 50, provisional=True, event=3)

    assert readings([provisional, last, first]) == {"U": first}
    assert not_read([first]) == ["Th"]


@pytest.mark.rule("MIN-05")
@pytest.mark.parametrize(("country", "figure"), [("RW", "0.05 %"), ("CD", "0.5 %")])
def test_the_sentence_says_both_numbers(country, figure):
    worry = judged(reading("U", 500 if country == "RW" else 4_300), country=country)

    assert figure in explain("MIN-05", worry.severity, worry.evidence, DAY)


@pytest.mark.rule("MIN-05")
def test_a_lot_is_flagged_as_soon_as_it_was_read_and_its_grade_is_judged_without_it(world):
    hot, cool = world.bought(mineral="coltan"), world.bought(mineral="coltan")
    assayed(world, hot, 6_000, "U3O8")
    assayed(world, cool, 300, "U3O8")

    looked_over()

    assert worries("MIN-05") == {hot: "warn"}
    assert worries("MIN-02") == {}
