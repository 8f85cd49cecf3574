"""Splitting, processing and assaying at the desk: sent twice is recorded once, and a mistake says what to do."""

import pytest

from ledger.custody.models import Assay, Lot, Making
from ledger.parties import roles
from tests.pages.conftest import as_role  # noqa: F401  (pytest finds fixtures here)
from tests.pages.test_desk import shown
from tests.pages.test_lot_page import text_of


@pytest.fixture
def desk(world, as_role):  # noqa: F811
    return as_role(roles.DEPOT_MANAGER)


def test_a_lot_is_split_once_however_often_the_form_is_sent(world, desk):
    lot = world.bought(mass_g=45_800)
    form = shown(desk, "/desk/split/") | {"lot": lot, "parts": "30,5\n15.2", "cause": "sampling"}

    saved = desk.post("/desk/split/", form, follow=True)
    again = desk.post("/desk/split/", form, follow=True)

    assert "Confirmed" in text_of(saved)
    assert "Nothing has changed" in text_of(again)
    parts = Lot.objects.filter(made_as="split").order_by("mass_g")
    assert [part.mass_g for part in parts] == [15_200, 30_500]


def test_parts_that_do_not_make_the_lot_need_a_cause(world, desk):
    lot = world.bought(mass_g=45_800)
    form = shown(desk, "/desk/split/") | {"lot": lot, "parts": "30 15", "cause": ""}

    page = desk.post("/desk/split/", form)

    assert page.status_code == 422
    assert "Say why, or choose “Not explained”" in text_of(page)
    assert not Making.objects.exists()


@pytest.mark.parametrize("typed", ["45.8", "30 zwei", "30 0"])
def test_parts_that_are_no_parts_are_told(world, desk, typed):
    form = shown(desk, "/desk/split/") | {"lot": world.bought(mass_g=45_800), "parts": typed}

    assert desk.post("/desk/split/", form).status_code == 422


def test_bags_are_washed_into_concentrate_by_product_and_tailings(world, desk):
    lots = [world.bought(mass_g=50_000), world.bought(mass_g=50_000)]
    form = shown(desk, "/desk/process/") | {"lots": lots, "process": "washing", "mass": "40", "product": "concentrate"}
    form |= {"grade_of": "SnO2", "grade": "82,5", "moisture": "1.5", "by_mineral": "coltan", "by_mass": "1"}
    form |= {"left": "50", "cause": "washing"}

    saved = desk.post("/desk/process/", form, follow=True)

    assert "Confirmed" in text_of(saved)
    made = {lot.product + " " + lot.mineral: lot for lot in Lot.objects.filter(made_as="process")}
    assert {name: lot.mass_g for name, lot in made.items()} == {
        "concentrate cassiterite": 40_000,
        "concentrate coltan": 1_000,
        "tailings cassiterite": 50_000,
    }
    tin = made["concentrate cassiterite"]
    assert (tin.grade_of, tin.grade_ppm, tin.moisture_ppm) == ("SnO2", 825_000, 15_000)


def test_a_grade_without_its_basis_is_told_at_the_form(world, desk):
    lot = world.bought(mass_g=50_000)
    form = shown(desk, "/desk/process/") | {"lots": [lot], "process": "washing", "mass": "50", "product": "ore"}

    page = desk.post("/desk/process/", form | {"grade": "60"})

    assert "Say both the grade and of what it is" in text_of(page)


def test_an_assay_is_saved_in_per_cent_or_in_grams_a_tonne(world, desk):
    tin, gold = world.bought(), world.bought(mineral="gold")
    said = {"stage": "final", "method": "xrf"}
    form = shown(desk, "/desk/assay/")
    desk.post("/desk/assay/", form | said | {"lot": tin, "grade_of": "SnO2", "grade": "78,25", "unit": "%"})
    form = shown(desk, "/desk/assay/")

    desk.post("/desk/assay/", form | said | {"lot": gold, "grade_of": "Au", "grade": "12", "unit": "g/t"})

    assert dict(Assay.objects.values_list("lot", "grade_ppm")) == {tin: 782_500, gold: 12}


def test_an_impossible_grade_is_a_red_card(world, desk):
    form = shown(desk, "/desk/assay/") | {"lot": world.bought(), "grade_of": "Sn", "grade": "82", "unit": "%"}

    page = desk.post("/desk/assay/", form | {"stage": "final", "method": "xrf"})

    assert page.status_code == 409
    assert "82.0 % of Sn cannot be: the pure mineral holds 78.7" in text_of(page)
