"""Stock from before the book comes in by two people, of unknown origin; what is special stays alone and shrinks."""

import pytest

from ledger.custody.models import Hand, Lot, Move, Origin
from ledger.custody.stock_models import Proposal
from tests import make
from tests.make import enter, entered, envelope
from tests.making.saying import made, output, processing, recounted, splitting
from tests.making.stock import bringing_in, brought_in, counted, second, signature


def test_the_first_person_proposes_and_the_second_brings_the_stock_in(world):
    said = bringing_in(world, counted(1_250_000, bags=27), counted(300_000, mineral="coltan", product="concentrate"))
    entered(world.ours.manager, said)
    assert not Lot.objects.exists()
    assert Proposal.objects.get().state == "waiting"

    entered(second(world), signature(said))

    tin, tantalum = (Lot.objects.get(code=each["lot"]) for each in said["facts"]["lots"])
    assert (tin.holder, tin.place, tin.state, tin.mass_g, tin.bags) == (
        world.ours.party,
        world.ours.depot,
        "open",
        1_250_000,
        27,
    )
    assert (tantalum.made_as, tantalum.product, tantalum.special) == ("opening", "concentrate", None)
    assert {(each.place, each.grams) for each in Origin.objects.filter(lot=tin.code)} == {("UNKNOWN", 1_250_000)}
    (move,) = Move.objects.filter(lot=tin.code)
    assert (move.cause, move.grams, move.place) == ("opening", 1_250_000, world.ours.depot)
    assert Hand.objects.filter(lot=tin.code, party=world.ours.party).exists()


@pytest.mark.rule("SIG-01")
def test_nobody_brings_stock_in_alone(world):
    said = bringing_in(world, counted())
    entered(world.ours.manager, said)

    (answer,) = enter(world.ours.manager, signature(said))

    assert (answer.code, answer.rule) == ("signed_before", "SIG-01")
    assert not Lot.objects.exists()


def test_a_rival_does_not_sign_for_our_stock(world):
    said = bringing_in(world, counted())
    entered(world.ours.manager, said)

    (answer,) = enter(world.rivals.clerk, signature(said))

    assert answer.code == "not_allowed"


def test_stock_comes_in_at_ones_own_place_with_codes_that_are_new(world):
    taken = world.bought()

    elsewhere, doubled, tomorrow = enter(
        world.ours.manager,
        bringing_in(world, counted(), place=world.rivals.depot),
        bringing_in(world, counted() | {"lot": taken}),
        bringing_in(world, counted(), counted_on="2026-11-04"),
    )

    assert (elsewhere.code, doubled.code, tomorrow.code) == ("not_your_place", "code_taken", "day_to_come")


def test_a_code_that_was_taken_while_the_proposal_waited_is_refused_at_the_last_signature(world):
    said = bringing_in(world, counted())
    entered(world.ours.manager, said)
    world.lot(lot=said["facts"]["lots"][0]["lot"])

    (answer,) = enter(second(world), signature(said))

    assert answer.code == "code_taken"
    assert Proposal.objects.get().state == "waiting"


@pytest.mark.rule("MIN-01")
def test_what_is_brought_in_holds_no_more_than_the_pure_mineral(world):
    (answer,) = enter(world.ours.manager, bringing_in(world, counted(grade_of="Sn", grade_ppm=900_000)))

    assert (answer.code, answer.rule) == ("grade_impossible", "MIN-01")


@pytest.mark.rule("SPEC-01")
@pytest.mark.parametrize("stock", ["seized", "legacy"])
def test_special_stock_is_never_mixed(world, stock):
    special, more = brought_in(world, counted(40_000), counted(40_000), stock=stock)
    bag = world.bought(mass_g=40_000)
    lot = make.code("P")

    answers = enter(
        world.ours.manager,
        envelope("lot.blended.v1", lot=lot, inputs=[special, bag], mass_g=80_000),
        envelope("lot.blended.v1", lot=lot, inputs=[special, more], mass_g=80_000),
        processing([special, bag], output(80_000)),
    )

    assert {(each.code, each.rule) for each in answers} == {("special_stock_alone", "SPEC-01")}


@pytest.mark.rule("SPEC-01")
def test_special_stock_can_only_shrink_and_stays_special(world):
    (special,) = brought_in(world, mass_g=40_000, stock="seized")
    gained = [{"cause": "wetting", "grams": 200}]
    hidden = [{"cause": "wetting", "grams": 200}, {"cause": "sampling", "grams": -200}]

    grows, hides = enter(
        world.ours.manager,
        splitting(special, 20_000, 20_200, changes=gained),
        processing([special], output(40_000), changes=hidden),
    )
    parts = splitting(special, 20_000, 19_800, changes=[{"cause": "sampling", "grams": -200}])
    entered(world.ours.manager, parts)
    washed = processing(made(parts)[:1], output(15_000), changes=[{"cause": "washing", "grams": -5_000}])
    entered(world.ours.manager, washed)

    assert (grows.code, hides.code) == ("special_stock_grows", "special_stock_grows")
    assert {Lot.objects.get(code=code).special for code in (*made(parts), *made(washed))} == {"seized"}


def test_stock_of_the_first_day_is_traded_and_its_unknown_origin_goes_with_it(world):
    (opening,) = brought_in(world, mass_g=40_000)
    bag = world.bought(mass_g=60_000)

    blend = world.blended(opening, bag, mass_g=100_000)

    assert sum(each.grams for each in Origin.objects.filter(lot=blend, place="UNKNOWN")) == 40_000
    assert recounted(opening, blend) == []
