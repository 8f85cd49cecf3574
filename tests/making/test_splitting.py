"""Split: one lot becomes several, none of which claims more or less than it did."""

import pytest

from ledger.custody.models import Edge, Lot, LotChange
from tests import make
from tests.make import enter, entered, envelope
from tests.making.saying import adds_up, made, origins, recounted, splitting
from tests.weights.saying import assayed


def test_the_parts_are_what_the_lot_was(world):
    lot = world.bought(mass_g=45_800)
    assayed(world, lot, 700_000, moisture_ppm=30_000)
    said = splitting(lot, 30_000, 15_700, changes=[{"cause": "sampling", "grams": -100}])

    entered(world.ours.manager, said)

    first, second = made(said)
    assert Lot.objects.get(code=lot).state == "consumed"
    assert origins(first) == {(world.site, "identity"): 30_000}
    assert origins(second) == {(world.site, "identity"): 15_700}
    for code in (first, second):
        part = Lot.objects.get(code=code)
        assert (part.grade_of, part.grade_ppm, part.moisture_ppm, part.made_as) == ("SnO2", 700_000, 30_000, "split")
    assert sum(LotChange.objects.filter(lot__in=[first, second]).values_list("grams", flat=True)) == -100
    adds_up(lot, first, second)


def test_a_part_of_a_blend_claims_no_more_than_the_blend(world):
    blend = world.blended(world.bought(), world.bought(), mass_g=91_600)
    said = splitting(blend, 50_000, 41_600)

    entered(world.ours.manager, said)

    assert set(origins(made(said)[0])) == {(world.site, "segregated")}
    assert recounted(blend, *made(said)) == []


@pytest.mark.rule("CUST-03")
def test_a_lot_is_not_split_into_itself_or_into_a_lot_that_is_there(world):
    lot, other = world.bought(mass_g=40_000), world.bought()
    taken = [{"lot": other, "mass_g": 20_000}, {"lot": make.code("P"), "mass_g": 20_000}]
    same = [{"lot": lot, "mass_g": 20_000}, {"lot": make.code("P"), "mass_g": 20_000}]
    twice = make.code("P")
    doubled = [{"lot": twice, "mass_g": 15_000}, {"lot": twice, "mass_g": 25_000}]

    for outputs in (taken, same, doubled):
        (answer,) = enter(world.ours.manager, envelope("lot.split.v1", lot=lot, outputs=outputs))
        assert (answer.code, answer.rule) == ("code_taken", "CUST-03")
    assert Lot.objects.get(code=lot).state == "open"


@pytest.mark.rule("CUST-04")
@pytest.mark.parametrize("grams", [19_999, 20_001])
def test_a_split_makes_or_loses_no_gram_without_a_line(world, grams):
    lot = world.bought(mass_g=40_000)

    (answer,) = enter(world.ours.manager, splitting(lot, 20_000, grams))

    assert (answer.code, answer.rule) == ("mass_mismatch", "CUST-04")
    assert not Edge.objects.exists()


def test_a_split_lot_is_used_up(world):
    lot = world.bought(mass_g=40_000)
    entered(world.ours.manager, splitting(lot, 20_000, 20_000))

    (answer,) = enter(world.ours.manager, splitting(lot, 10_000, 30_000))

    assert answer.code == "lot_closed"


def test_a_rival_splits_nothing_of_ours(world):
    (answer,) = enter(world.rivals.manager, splitting(world.bought(mass_g=40_000), 20_000, 20_000))

    assert answer.code == "not_holder"


def test_a_stopped_party_splits_nothing(world):
    lot = world.bought(mass_g=40_000)
    facts = {"party": world.ours.party, "by": "state", "status": "suspended", "valid_from": "2026-11-01"}
    entered(world.regulator, envelope("party.status_decided.v1", **facts, reason="fraud"))

    (answer,) = enter(world.ours.manager, splitting(lot, 20_000, 20_000))

    assert (answer.code, answer.rule) == ("party_stopped", "ACT-03")
