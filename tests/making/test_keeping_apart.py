"""What may not be mixed is not mixed: sectors of cobalt, stopped lots; and the worst origin is never lost."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.custody.models import Lot, Origin
from ledger.deeds.batches import enter as enter_by_system
from ledger.deeds.system import system_entry
from ledger.models import Flag
from ledger.risk.flags import CLEARED
from tests import make
from tests.custody.test_laws import LAWS, undone
from tests.make import enter, entered, envelope
from tests.making.saying import made, output, processing, splitting
from tests.making.stock import brought_in
from tests.weights.saying import looked_over, weighed, worries


def blending(world, *inputs, mass_g):
    return envelope("lot.blended.v1", lot=make.code("P"), inputs=list(inputs), mass_g=mass_g)


@pytest.mark.rule("CUST-08")
@pytest.mark.parametrize("mineral", ["cobalt_ore", "copper_cobalt_ore"])
def test_artisanal_and_industrial_cobalt_are_never_merged(world, mineral):
    bag = world.bought(mass_g=40_000, mineral=mineral)
    (industrial,) = brought_in(world, mass_g=60_000, mineral=mineral, sector="industrial")

    blend, process = enter(
        world.ours.manager,
        blending(world, bag, industrial, mass_g=100_000),
        processing([bag, industrial], output(100_000)),
    )

    assert {(each.code, each.rule) for each in (blend, process)} == {("sectors_differ", "CUST-08")}
    assert {Lot.objects.get(code=code).state for code in (bag, industrial)} == {"open"}


@pytest.mark.rule("CUST-08")
def test_cobalt_of_no_known_sector_is_not_taken_for_industrial(world):
    (unknown,) = brought_in(world, mass_g=40_000, mineral="cobalt_ore")
    (industrial,) = brought_in(world, mass_g=60_000, mineral="cobalt_ore", sector="industrial")

    (answer,) = enter(world.ours.manager, blending(world, unknown, industrial, mass_g=100_000))

    assert answer.code == "sectors_differ"


@pytest.mark.rule("CUST-08")
def test_the_sector_goes_with_the_ore_through_every_making(world):
    (industrial,) = brought_in(world, mass_g=60_000, mineral="cobalt_ore", sector="industrial")
    washed = processing([industrial], output(60_000))
    entered(world.ours.manager, washed)
    parts = splitting(*made(washed), 30_000, 30_000)
    entered(world.ours.manager, parts)
    bag = world.bought(mass_g=40_000, mineral="cobalt_ore")

    (answer,) = enter(world.ours.manager, blending(world, bag, made(parts)[0], mass_g=70_000))

    assert answer.code == "sectors_differ"
    alike = world.blended(*made(parts), mass_g=60_000)
    assert Lot.objects.get(code=alike).sector == "industrial"


def test_other_ores_of_two_sectors_may_be_mixed(world):
    bag = world.bought(mass_g=40_000)
    (industrial,) = brought_in(world, mass_g=60_000, sector="industrial")

    blend = world.blended(bag, industrial, mass_g=100_000)

    assert Lot.objects.get(code=blend).sector is None


@pytest.mark.rule("CUST-07")
def test_what_is_stopped_goes_into_nothing_until_it_is_cleared(world):
    stopped, other = world.bought(mass_g=40_000), world.bought(mass_g=40_000)
    world.status("red", since="2026-10-15")
    looked_over()
    assert worries("MINE-02") == {stopped: "stop", other: "stop"}

    answers = enter(
        world.ours.manager,
        blending(world, stopped, other, mass_g=80_000),
        processing([stopped], output(40_000)),
        splitting(stopped, 20_000, 20_000),
    )

    assert {(each.code, each.rule, "MINE-02" in each.facts["rules"]) for each in answers} == {
        ("lot_stopped", "CUST-07", True)
    }
    clear_flags()
    world.blended(stopped, other, mass_g=80_000)


def test_what_is_held_for_review_goes_into_nothing_until_somebody_releases_it(world):
    lighter, other = world.bought(mass_g=40_000), world.bought(mass_g=40_000)
    weighed(world, lighter, 38_000, step="receipt", sealed="yes")
    looked_over()
    assert worries("WGT-02") == {lighter: "hold"}

    answers = enter(
        world.ours.manager,
        blending(world, lighter, other, mass_g=80_000),
        processing([lighter], output(40_000)),
        splitting(lighter, 20_000, 20_000),
    )

    assert {each.code for each in answers} == {"lot_on_hold"}
    entered(world.programme, envelope("lot.released.v1", lot=lighter, note="The receiving scale was out of level."))
    looked_over()
    world.blended(lighter, other, mass_g=80_000)


def clear_flags():
    """Clear every open flag, as the system does when its rule no longer holds."""
    flags = Flag.objects.filter(cleared_on=None).values_list("key", flat=True)
    reason = {"reason": "no_longer_true"}
    enter_by_system([system_entry(str(uuid4()), CLEARED, {"flag": str(key), **reason}) for key in flags])


def test_a_lot_on_hold_goes_into_nothing(world):
    held, other = world.bought(mass_g=40_000), world.bought(mass_g=40_000)
    entered(world.programme, envelope("lot.held.v1", lot=held, rule="TAG-02"))

    answers = enter(
        world.ours.manager,
        blending(world, held, other, mass_g=80_000),
        processing([held], output(40_000)),
        splitting(held, 20_000, 20_000),
    )

    assert {each.code for each in answers} == {"lot_on_hold"}


@LAWS
@given(st.lists(st.integers(1_000, 90_000), min_size=2, max_size=5), st.integers(0, 4))
def test_what_is_made_reads_at_least_as_bad_as_its_worst_input(world, masses, red_at):
    """One bag of a site that was Red, among many of a Green one, washed and split: a red gram stays in the whole."""

    def example():
        bad = world.new_site("Luvembe 3")
        (tag,) = world.issue(1, place=bad)
        lots = [world.bought(mass_g=mass) for mass in masses]
        lots.insert(red_at % len(lots), world.bought(place=bad, tag=tag, mass_g=sum(masses)))
        world.status("red", place=bad, since="2026-10-01")
        said = processing(lots, output(2 * sum(masses)))
        entered(world.ours.manager, said)
        assert bad in set(Origin.objects.filter(lot__in=made(said)).values_list("place", flat=True))
        looked_over()
        assert set(made(said)) <= set(worries("MINE-02"))
        assert set(worries("MINE-02").values()) == {"stop"}

    undone(world, example)
