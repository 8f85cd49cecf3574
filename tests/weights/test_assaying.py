"""An assay says of what; the lot shows the one that counts, and an impossible one is refused."""

import pytest

from ledger.custody.models import Assay, Lot
from ledger.log.reading import events_by_id
from tests.make import enter, envelope
from tests.weights.saying import assayed


def assay(lot, grade_ppm, grade_of="SnO2", **said):
    facts = {"lot": lot, "grade_of": grade_of, "grade_ppm": grade_ppm, "method": "xrf", "stage": "final", **said}
    return envelope("lot.assayed.v1", **facts)


def graded(code):
    lot = Lot.objects.get(code=code)
    return lot.grade_of, lot.grade_ppm, lot.moisture_ppm


def test_a_final_assay_counts_before_a_provisional_one_and_a_newer_before_an_older(world):
    lot = world.bought()
    assayed(world, lot, 650_000, stage="provisional")
    assayed(world, lot, 700_000, sampled_on="2026-11-02")
    assert graded(lot) == ("SnO2", 700_000, None)

    assayed(world, lot, 660_000, stage="provisional")
    assayed(world, lot, 690_000, sampled_on="2026-11-01")
    assert graded(lot) == ("SnO2", 700_000, None)

    assayed(world, lot, 710_000, moisture_ppm=25_000)
    assert graded(lot) == ("SnO2", 710_000, 25_000)
    assert Assay.objects.filter(lot=lot).count() == 5


def test_a_lot_is_known_by_the_metal_that_its_ore_is_traded_for(world):
    lot = world.bought(mineral="coltan")
    assayed(world, lot, 300_000, "Ta2O5", stage="provisional")

    assayed(world, lot, 250_000, "Nb2O5")

    assert graded(lot)[:2] == ("Ta2O5", 300_000)


@pytest.mark.rule("MIN-03")
def test_an_assay_keeps_the_metal_and_the_version_of_the_factors(world):
    lot = world.bought(mass_g=100_000)

    (answer,) = enter(world.ours.clerk, assay(lot, 850_000, moisture_ppm=20_000))

    (event,) = events_by_id([answer.event_id])
    resolved = event.envelope["resolved"]
    assert (resolved["metal"], resolved["metal_g"]) == ("Sn", 65_614)
    assert "IUPAC" in resolved["factors"]


@pytest.mark.rule("MIN-01")
@pytest.mark.parametrize(("of", "grade_ppm"), [("Sn", 787_700), ("Ta2O5", 999_999), ("Co", 650_000)])
def test_no_lot_holds_more_than_the_pure_mineral(world, of, grade_ppm):
    ores = {"Sn": "cassiterite", "Ta2O5": "coltan", "Co": "cobalt_ore"}
    lot = world.bought(mineral=ores[of])

    (answer,) = enter(world.ours.clerk, assay(lot, grade_ppm, of))

    assert (answer.code, answer.rule, answer.facts["grade_of"]) == ("grade_impossible", "MIN-01", of)
    assert graded(lot) == (None, None, None)


@pytest.mark.rule("MIN-04")
def test_the_oxides_of_a_lot_fit_into_it(world):
    lot = world.bought(mineral="coltan")
    assayed(world, lot, 600_000, "Ta2O5")
    assayed(world, lot, 300_000, "Nb2O5")

    (answer,) = enter(world.ours.clerk, assay(lot, 130_000, "SnO2"))
    assayed(world, lot, 110_000, "SnO2")

    assert (answer.code, answer.rule, answer.facts["found_ppm"]) == ("grades_above_whole", "MIN-04", 1_030_000)


def test_a_rival_assays_nothing_of_ours_and_an_authority_may(world):
    lot = world.bought()

    (rival,) = enter(world.rivals.clerk, assay(lot, 600_000))
    (authority,) = enter(world.regulator, assay(lot, 600_000))

    assert (rival.code, authority.status) == ("not_holder", "recorded")


def test_a_final_result_arrives_after_the_lot_went_into_another(world):
    lot = world.bought()
    world.blended(lot, world.bought(), mass_g=91_600)

    assayed(world, lot, 640_000)

    assert graded(lot)[:2] == ("SnO2", 640_000)


def test_a_sample_of_tomorrow_is_no_sample(world):
    (answer,) = enter(world.ours.clerk, assay(world.bought(), 600_000, sampled_on="2026-11-04"))

    assert (answer.code, answer.field) == ("day_to_come", "facts.sampled_on")
