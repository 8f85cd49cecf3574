"""MIN-08: over a window of months the work of a place wins no metal; stock that lay there before is metal in."""

from datetime import date

import pytest

from ledger.balance.periods import Period
from ledger.balance.window import Window, window_of, windows
from ledger.balance.worth import SQUARE, Worth
from ledger.models import Flag, Lot
from ledger.risk.engine import look_at_places
from ledger.risk.rules import PlaceSeen, explain, rules_for
from tests import make
from tests.make import entered, envelope

TODAY = date(2026, 11, 23)
YEAR = window_of(TODAY, 12)
LATER = "2026-11-12T10:00:00+02:00"


def metal(**grams):
    return Worth(contained={of: number * SQUARE for of, number in grams.items()})


def judged(**parts):
    place = PlaceSeen("S0000002X", (), TODAY, "CD", {"window": Window("S0000002X", YEAR, **parts)})
    return next((rule.function(place) for rule in rules_for("place") if rule.id == "MIN-08"), None)


@pytest.mark.rule("MIN-08")
@pytest.mark.parametrize(
    ("opening", "came", "out", "gained"),
    [
        (0, 100_000, 102_000, None),
        (0, 100_000, 102_001, 2_001),
        (60_000, 40_000, 102_000, None),
        (60_000, 40_000, 130_000, 30_000),
        (0, 100_000, 40_000, None),
    ],
)
def test_metal_out_is_at_most_metal_in_and_two_in_a_hundred(opening, came, out, gained):
    worry = judged(opening=metal(Sn=opening), came=metal(Sn=came), out=metal(Sn=out))

    if gained is None:
        assert worry is None
    else:
        told = {name: worry.evidence[name] for name in ("opening_g", "in_g", "out_g", "grams")}
        assert told == {"opening_g": opening, "in_g": opening + came, "out_g": out, "grams": gained}


def test_a_metal_that_nobody_assayed_on_the_way_in_is_unknown_and_no_gain():
    assert judged(came=metal(Sn=100_000), out=metal(Sn=90_000, Ta=500)) is None


@pytest.mark.rule("MIN-08")
def test_the_sentence_shows_the_window_and_all_four_figures():
    worry = judged(opening=metal(Sn=20_000), came=metal(Sn=80_000), out=metal(Sn=110_000))

    said = explain("MIN-08", worry.severity, worry.evidence, TODAY)

    assert all(each in said for each in ("1 Dec 2025", "100.0 kg", "20.0 kg", "110.0 kg", "10.0 kg", "Sn"))


@pytest.mark.parametrize(
    ("day", "months", "first", "last"),
    [
        (TODAY, 12, date(2025, 12, 1), date(2026, 11, 30)),
        (date(2026, 11, 30), 3, date(2026, 9, 1), date(2026, 11, 30)),
        (date(2024, 2, 29), 1, date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_window_is_whole_months(day, months, first, last):
    assert window_of(day, months) == Period(first, last)


def brought(world, grade_ppm, mass_g=100_000, at=make.NOW):
    """Buy ore of a known grade and moisture."""
    lot = world.lot(mass_g=mass_g, at=at)
    assay = {"grade_of": "Sn", "grade_ppm": grade_ppm, "moisture_ppm": 0, "method": "xrf", "stage": "final"}
    buying = envelope("lot.bought.v1", lot=lot, place=world.ours.depot, at=at)
    entered(world.ours.manager, buying, envelope("lot.assayed.v1", lot=lot, at=at, **assay))
    return lot


def worked(world, inputs, *graded, at=make.NOW):
    """Wash lots into lots of these masses and grades (None: not assayed)."""
    outputs, mass_g = [], 0
    for grams, grade in graded:
        known = {"grade_of": "Sn", "grade_ppm": grade, "moisture_ppm": 0} if grade is not None else {}
        what, product = ("tailings", "tailings") if outputs else ("main", "concentrate")
        outputs.append({"lot": make.code("P"), "mass_g": grams, "what": what, "product": product, **known})
        mass_g += grams
    went_in = sum(Lot.objects.filter(code__in=inputs).values_list("mass_g", flat=True))
    lines = [{"cause": "washing", "grams": mass_g - went_in}] if mass_g != went_in else None
    facts = {"process": "washing", "inputs": inputs, "outputs": outputs, "changes": lines}
    entered(world.ours.manager, envelope("lot.processed.v1", at=at, **facts))
    return [each["lot"] for each in outputs]


def of(world, period=YEAR):
    window = windows([world.ours.depot], period)[world.ours.depot]
    return tuple(side.metal().get("Sn", 0) for side in (window.opening, window.came, window.out)), window.unknown_g


def test_what_one_work_made_and_the_next_used_is_on_neither_side(world):
    first, left = worked(world, [brought(world, 300_000)], (40_000, 600_000), (60_000, 50_000))
    worked(world, [first, left], (30_000, 700_000), (70_000, 60_000))

    assert of(world) == ((0, 30_000, 25_200), 0)


def test_stock_that_lay_there_when_the_window_began_is_the_opening(world):
    first, _left = worked(world, [brought(world, 300_000)], (40_000, 600_000), (60_000, 50_000))
    worked(world, [first, brought(world, 300_000, at=LATER)], (60_000, 700_000), at=LATER)

    late_november = Period(date(2026, 11, 10), date(2026, 11, 30))

    assert of(world, late_november) == ((24_000, 30_000, 42_000), 0)


def test_work_of_which_one_lot_is_not_assayed_is_not_judged(world):
    worked(world, [brought(world, 300_000)], (40_000, 600_000), (60_000, None))

    assert of(world) == ((0, 0, 0), 100_000)


@pytest.mark.rule("MIN-08")
def test_a_heap_that_is_washed_twice_over_months_raises_nothing_and_salted_ore_does(world):
    heap, _left = worked(world, [brought(world, 300_000)], (90_000, 320_000), (10_000, 10_000))
    worked(world, [heap], (40_000, 715_000), (50_000, 4_000), at=LATER)
    look_at_places([world.ours.depot], TODAY)
    assert not Flag.objects.filter(rule="MIN-08").exists(), "28.8 kg out of 30 kg"

    worked(world, [brought(world, 300_000)], (50_000, 700_000), (50_000, 50_000))
    look_at_places([world.ours.depot], TODAY)

    flag = Flag.objects.get(rule="MIN-08", cleared_on=None)
    # 60 kg went in; 0.1 and 28.8 and 37.5 kg came out
    assert (flag.subject, flag.severity, flag.evidence["in_g"], flag.evidence["grams"]) == (
        world.ours.depot,
        "warn",
        60_000,
        6_400,
    )
