"""A weighing keeps what was typed, on which scale, how wet and how sealed; the book mass stays what it was."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.custody.models import Lot, Weighing
from ledger.custody.typed_weights import FACTORS, typed_grams
from tests.make import enter, entered, envelope
from tests.weights.saying import calibration, weighed


def test_a_weighing_is_kept_with_all_that_was_said(world):
    lot = world.bought()
    said = {"scale": "B-12", "step": "depot", "sealed": "yes", "moisture_ppm": 30_000, "photo": "a" * 64}
    typed = {"unit": "kg", "gross_typed": "46,20", "tare_typed": "0.4"}

    weighed(world, lot, 45_800, **said, **typed)

    row = Weighing.objects.get(lot=lot)
    assert (row.gross_g, row.tare_g, row.net_g, row.book_g) == (46_200, 400, 45_800, 45_800)
    assert (row.step, row.place, row.scale, row.moisture_ppm, row.sealed) == (
        "depot",
        world.ours.depot,
        "B-12",
        30_000,
        True,
    )
    assert (row.on_day, row.operator) == (date(2026, 11, 3), world.ours.clerk.id)


def test_a_weighing_neither_names_nor_moves_the_head_even_where_it_brings_a_moisture(world):
    lot = world.bought()
    before = Lot.objects.get(code=lot)

    weighed(world, lot, 44_000, moisture_ppm=50_000)

    after = Lot.objects.get(code=lot)
    assert (after.head, after.mass_g, after.moisture_ppm) == (before.head, before.mass_g, 50_000)


def test_the_moisture_of_a_lot_is_that_of_the_newest_look_however_late_it_arrives(world):
    lot = world.bought()
    weighed(world, lot, 45_800, moisture_ppm=40_000)

    weighed(world, lot, 45_800, at="2026-11-02T12:00:00+02:00", moisture_ppm=90_000)

    assert Lot.objects.get(code=lot).moisture_ppm == 40_000


def test_what_was_typed_makes_the_grams(world):
    lot = world.bought()
    typed = {"unit": "lb", "gross_typed": "101.852", "tare_typed": "0.882"}

    wrong, right, unit = enter(
        world.ours.clerk,
        envelope("lot.weighed.v1", lot=lot, gross_g=46_300, tare_g=400, **typed),
        envelope("lot.weighed.v1", lot=lot, gross_g=46_199, tare_g=400, **typed),
        envelope("lot.weighed.v1", lot=lot, gross_g=46_200, tare_g=400, gross_typed="46.2"),
    )

    assert (wrong.code, wrong.field, wrong.facts["typed_g"]) == ("typed_differs", "facts.gross_typed", 46_199)
    assert right.status == "recorded"
    assert unit.field == "facts.unit"


@given(st.integers(0, 10**8), st.sampled_from(["g", "kg", "t"]))
def test_decimal_units_lose_no_gram(grams, unit):
    digits = len(FACTORS[unit]) - 1
    typed = f"{grams // 10**digits}.{grams % 10**digits:0{digits}d}" if digits else str(grams)

    assert typed_grams(typed, unit) == grams


@pytest.mark.rule("WGT-01")
def test_a_depot_with_registered_scales_weighs_on_one_of_them(world):
    lot = world.bought()
    entered(world.ours.manager, calibration(world))
    weighing = {"lot": lot, "gross_g": 46_200, "tare_g": 400}

    foreign, none, ours = enter(
        world.ours.clerk,
        envelope("lot.weighed.v1", scale="Borrowed", place=world.ours.depot, **weighing),
        envelope("lot.weighed.v1", **weighing),
        envelope("lot.weighed.v1", scale="Platform 1", **weighing),
    )

    assert (foreign.code, foreign.rule, foreign.facts["known"]) == ("scale_not_registered", "WGT-01", ["Platform 1"])
    assert none.code == "scale_not_registered", "the place of the lot counts where none is named"
    assert ours.status == "recorded"
    assert Weighing.objects.filter(lot=lot).count() == 1


@pytest.mark.rule("WGT-01")
@pytest.mark.parametrize("day", ["2026-06-14", "2026-11-03"])
def test_a_scale_weighs_only_while_its_calibration_holds(world, day):
    lot = world.bought()
    entered(world.ours.manager, calibration(world, valid_to="2026-11-02"))
    weighing = {"lot": lot, "gross_g": 46_200, "tare_g": 400, "scale": "Platform 1", "place": world.ours.depot}

    (answer,) = enter(world.ours.clerk, envelope("lot.weighed.v1", at=f"{day}T09:00:00+02:00", **weighing))

    assert (answer.code, answer.rule) == ("scale_not_calibrated", "WGT-01")
    assert answer.facts["last_on"] == "2026-11-02"


def test_a_depot_without_registered_scales_weighs_on_what_it_has(world):
    lot = world.bought()

    weighed(world, lot, 45_800, scale="Borrowed")

    assert Weighing.objects.filter(lot=lot).exists()
