"""Process: many lots in, many out; every gram is somewhere, every edge says mass and grade."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.custody.models import Edge, Lot, Making
from ledger.deeds.replay import compare
from tests import make
from tests.custody.test_laws import LAWS, undone
from tests.make import enter, entered, envelope
from tests.making.saying import adds_up, made, origins, output, processing, recounted
from tests.weights.saying import assayed


@pytest.mark.rule("CUST-03")
@pytest.mark.rule("CUST-09")
def test_two_bags_are_washed_into_concentrate_tailings_and_a_by_product(world):
    other = world.new_site()
    (tag,) = world.issue(1, place=other)
    here, there = world.bought(mass_g=60_000), world.bought(mass_g=40_000, place=other, tag=tag)
    assayed(world, here, 300_000)
    assayed(world, there, 350_000)
    tin = output(35_000, grade_of="SnO2", grade_ppm=800_000, moisture_ppm=10_000)
    left = output(50_000, what="tailings", product="tailings")
    tantalum = output(1_000, what="by_product", mineral="coltan")
    said = processing([here, there], tin, left, tantalum, changes=[{"cause": "washing", "grams": -14_000}])

    entered(world.ours.manager, said)

    codes = made(said)
    assert [Lot.objects.get(code=code).mineral for code in codes] == ["cassiterite", "cassiterite", "coltan"]
    assert {Lot.objects.get(code=code).state for code in (here, there)} == {"consumed"}
    edges = Edge.objects.filter(child=codes[0]).order_by("-grams")
    assert [(each.parent, each.grade_of, each.grade_ppm) for each in edges] == [
        (here, "SnO2", 300_000),
        (there, "SnO2", 350_000),
    ]
    for parent, grams in ((here, 60_000), (there, 40_000)):
        assert sum(Edge.objects.filter(parent=parent).values_list("grams", flat=True)) == grams
    making = Making.objects.get()
    assert (making.kind, sorted(making.outputs)) == ("process", sorted(codes))
    concentrate = Lot.objects.get(code=codes[0])
    assert (concentrate.product, concentrate.grade_ppm, concentrate.moisture_ppm) == ("concentrate", 800_000, 10_000)
    adds_up(here, there, *codes)


def test_only_a_by_product_is_of_another_ore(world):
    lot = world.bought(mass_g=40_000)

    (answer,) = enter(world.ours.manager, processing([lot], output(40_000, mineral="coltan")))

    assert answer.code == "ore_of_other_kind"


def test_different_ores_are_not_processed_together(world):
    lots = [world.bought(mass_g=20_000), world.bought(mass_g=20_000, mineral="coltan")]

    (answer,) = enter(world.ours.manager, processing(lots, output(40_000)))

    assert answer.code == "minerals_differ"


def test_lots_at_different_places_are_not_processed_together(world):
    depot = make.code("S")
    facts = {"place": depot, "name": "Store 2", "kind": "depot", "country": "CD", "zone": "Africa/Lubumbashi"}
    entered(world.programme, envelope("place.registered.v1", **facts, party=world.ours.party))
    here, bag = world.bought(mass_g=20_000), world.lot(mass_g=20_000)
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=bag, place=depot, price_minor=1, currency="USD"))

    (answer,) = enter(world.ours.manager, processing([here, bag], output(40_000)))

    assert (answer.code, set(answer.facts["places"])) == ("lots_apart", {world.ours.depot, depot})


@pytest.mark.rule("CUST-04")
def test_processing_conserves_every_gram(world):
    lot = world.bought(mass_g=40_000)

    (answer,) = enter(world.ours.manager, processing([lot], output(30_000), output(9_999, what="tailings")))

    assert (answer.code, answer.rule) == ("mass_mismatch", "CUST-04")
    assert answer.facts["expected_g"] == 40_000


@pytest.mark.rule("CUST-03")
def test_what_comes_out_is_a_new_lot(world):
    lot = world.bought(mass_g=40_000)

    (answer,) = enter(world.ours.manager, processing([lot], output(40_000) | {"lot": lot}))

    assert (answer.code, answer.rule) == ("code_taken", "CUST-03")


def test_a_gain_beyond_tolerance_is_of_unknown_origin(world):
    lot = world.bought(mass_g=100_000)
    said = processing([lot], output(101_500), changes=[{"cause": "wetting", "grams": 1_500}])

    entered(world.ours.manager, said)

    assert origins(made(said)[0]) == {(world.site, "segregated"): 101_000, ("UNKNOWN", "segregated"): 500}


def test_a_claim_of_mass_balance_is_weaker_for_good(world):
    first = processing([world.bought(mass_g=40_000)], output(40_000), model="mass_balance")
    entered(world.ours.manager, first)
    second = processing(made(first), output(40_000))

    entered(world.ours.manager, second)

    assert origins(made(first)[0]) == origins(made(second)[0]) == {(world.site, "mass_balance"): 40_000}


@pytest.mark.rule("MIN-01")
def test_no_product_holds_more_than_the_pure_mineral_but_metal_may(world):
    lots = [world.bought(mass_g=40_000) for _ in range(2)]
    too_pure = {"grade_of": "Sn", "grade_ppm": 995_000}

    refused, smelted = enter(
        world.ours.manager,
        processing(lots[:1], output(40_000, **too_pure)),
        processing(lots[1:], output(40_000, product="refined", **too_pure), process="smelting"),
    )

    assert (refused.code, refused.rule) == ("grade_impossible", "MIN-01")
    assert smelted.status == "recorded"


@pytest.mark.rule("MIN-03")
@pytest.mark.parametrize("half", [{"grade_ppm": 500_000}, {"grade_of": "SnO2"}])
def test_a_grade_says_of_what(world, half):
    (answer,) = enter(world.ours.manager, processing([world.bought(mass_g=40_000)], output(40_000, **half)))

    assert (answer.code, answer.rule) == ("grade_without_basis", "MIN-03")


def test_a_blend_is_graded_by_the_dry_mass_of_what_went_in(world):
    wet, dry = world.bought(mass_g=50_000), world.bought(mass_g=50_000)
    assayed(world, wet, 600_000, moisture_ppm=200_000)
    assayed(world, dry, 700_000, moisture_ppm=0)

    blend = Lot.objects.get(code=world.blended(wet, dry, mass_g=100_000))

    assert (blend.grade_of, blend.grade_ppm, blend.moisture_ppm) == ("SnO2", 655_556, 100_000)


def test_a_blend_of_what_is_not_graded_alike_has_no_grade(world):
    oxide, metal = world.bought(mass_g=50_000), world.bought(mass_g=50_000)
    assayed(world, oxide, 600_000, "SnO2")
    assayed(world, metal, 600_000, "Sn")

    blend = Lot.objects.get(code=world.blended(oxide, metal, mass_g=100_000))

    assert (blend.grade_of, blend.grade_ppm) == (None, None)


@settings(LAWS, max_examples=8)
@given(
    st.lists(st.integers(1, 90_000), min_size=1, max_size=4),
    st.lists(st.integers(1, 90_000), min_size=1, max_size=5),
    st.sampled_from(["segregated", "mass_balance"]),
)
def test_whatever_is_processed_adds_up_and_replays(world, masses, outs, model):
    def example():
        lots = [world.bought(mass_g=mass) for mass in masses]
        difference = sum(outs) - sum(masses)
        lines = [{"cause": "unexplained", "grams": difference}] if difference else None
        said = processing(lots, *(output(mass) for mass in outs), changes=lines, model=model)
        said["facts"] = {name: value for name, value in said["facts"].items() if value is not None}
        entered(world.ours.manager, said)
        adds_up(*made(said))
        for lot, mass in zip(lots, masses, strict=True):
            assert sum(Edge.objects.filter(parent=lot).values_list("grams", flat=True)) == mass
        assert recounted(*made(said)) == []
        assert compare()[1] == {}

    undone(world, example)
