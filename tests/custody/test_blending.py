"""Blend: conserved to the gram, and the unknown is an origin like any other."""

import pytest

from ledger import codes
from ledger.models import Edge, Lot, LotChange, Origin
from tests import make
from tests.make import enter, envelope


def origins(lot):
    return {(each.place, each.dug_on.isoformat()): each.grams for each in Origin.objects.filter(lot=lot)}


def test_a_blend_carries_its_origins_in_proportion(world):
    other = world.new_site()
    (tag,) = world.issue(1, place=other)
    here, there = world.bought(mass_g=30_000), world.bought(place=other, tag=tag, mass_g=10_000)

    blend = world.blended(here, there, mass_g=39_000, changes=[{"cause": "drying", "grams": -1_000}])

    assert origins(blend) == {(world.site, make.DUG): 29_250, (other, make.DUG): 9_750}
    assert set(Edge.objects.filter(child=blend).values_list("parent", "grams")) == {(here, 30_000), (there, 10_000)}
    assert list(LotChange.objects.filter(lot=blend).values_list("cause", "grams")) == [("drying", -1_000)]
    assert {Lot.objects.get(code=lot).state for lot in (here, there)} == {"consumed"}


@pytest.mark.rule("CUST-04")
@pytest.mark.parametrize("grams", [59_999, 60_001])
def test_a_blend_makes_or_loses_no_gram_without_a_line(world, grams):
    first, second = world.bought(mass_g=30_000), world.bought(mass_g=30_000)
    lot = make.code(codes.LOT)

    (answer,) = enter(world.ours.manager, envelope("lot.blended.v1", lot=lot, inputs=[first, second], mass_g=grams))

    assert (answer.code, answer.rule) == ("mass_mismatch", "CUST-04")
    assert answer.facts == {"lot": lot, "expected_g": 60_000, "found_g": grams, "inputs_g": 60_000}
    assert Lot.objects.filter(state="open", code__in=[first, second]).count() == 2


def test_a_gain_within_tolerance_stays_with_the_origins(world):
    inputs = world.bought(mass_g=50_000), world.bought(mass_g=50_000)

    blend = world.blended(*inputs, mass_g=101_000, changes=[{"cause": "wetting", "grams": 1_000}])

    assert origins(blend) == {(world.site, make.DUG): 101_000}


def test_a_gain_beyond_tolerance_is_of_unknown_origin(world):
    inputs = world.bought(mass_g=50_000), world.bought(mass_g=50_000)

    blend = world.blended(*inputs, mass_g=101_001, changes=[{"cause": "unexplained", "grams": 1_001}])

    assert origins(blend)[("UNKNOWN", "2026-11-03")] == 1
    assert sum(origins(blend).values()) == 101_001


def test_minerals_are_not_mixed(world):
    tin, tantalum = world.bought(), world.bought(mineral="coltan")
    blending = envelope("lot.blended.v1", lot=make.code(codes.LOT), inputs=[tin, tantalum], mass_g=91_600)

    (answer,) = enter(world.ours.manager, blending)

    assert (answer.code, answer.facts["minerals"]) == ("minerals_differ", ["cassiterite", "coltan"])


def test_a_claim_never_grows_stronger_downstream(world):
    first = world.blended(world.bought(), world.bought(), mass_g=91_600)
    second = world.blended(first, world.bought(), mass_g=137_400)

    assert {each.custody_model for each in Origin.objects.filter(lot=second)} == {"segregated"}
