"""Downstream of a correction the book masses stay: the gap is an unexplained line, and origins flow again in order."""

import pytest

from ledger.custody.correcting.walking import due
from ledger.inbox.reflow_due import go_on, reflow_due
from ledger.models import Correction, Lot, LotChange, Making, Move, Origin
from tests import make
from tests.correcting.acts import books_agree, corrected_by_two, correction, second_clerk, sign
from tests.make import entered


def origins(code):
    return {(each.place, each.dug_on.isoformat()): each.grams for each in Origin.objects.filter(lot=code)}


def touched():
    """Return how many lots were counted again."""
    return Correction.objects.filter(first="system", flow=None).count()


@pytest.fixture
def chain(world):
    """Two bags of two sites are blended, the blend is blended with a third; returns (bags, first, second)."""
    other = world.new_site()
    (tag,) = world.issue(1, place=other)
    bags = [world.bought(mass_g=40_000), world.bought(mass_g=60_000, place=other, tag=tag), world.bought(mass_g=50_000)]
    first = world.blended(*bags[:2], mass_g=99_000, changes=[{"cause": "drying", "grams": -1_000}])
    second = world.blended(first, bags[2], mass_g=149_000)
    return bags, first, second


def test_the_first_making_gets_the_unexplained_line_and_the_masses_stay(world, chain):
    bags, first, second = chain

    corrected_by_two(world, bags[0], mass_g=36_000)

    assert Lot.objects.get(code=bags[0]).mass_g == 36_000
    assert Lot.objects.get(code=first).mass_g == 99_000
    assert dict(LotChange.objects.filter(lot=first).values_list("cause", "grams")) == {
        "drying": -1_000,
        "unexplained": 4_000,
    }
    assert not LotChange.objects.filter(lot=second).exists()
    books_agree()


def test_gain_beyond_tolerance_is_of_unknown_origin_downstream_too(world, chain):
    bags, first, second = chain

    corrected_by_two(world, bags[0], mass_g=20_000)

    assert origins(first)["UNKNOWN", make.DUG.replace("-02", "-03")] > 10_000
    assert sum(grams for (place, _), grams in origins(second).items() if place == "UNKNOWN") > 10_000
    books_agree()


def test_a_corrected_day_flows_into_everything_that_came_of_it(world, chain):
    bags, first, second = chain

    corrected_by_two(world, bags[0], dug_on="2026-10-30")

    assert (world.site, "2026-10-30") in origins(first)
    assert (world.site, "2026-10-30") in origins(second)
    found = Correction.objects.filter(first="system", flow=None).values_list("lot", flat=True)
    assert set(found) == {first, second}
    assert not due()
    books_agree()


def test_what_comes_out_as_it_was_ends_the_walk(world):
    bags = [world.bought(mass_g=40_000), world.bought(mass_g=40_000), world.bought(mass_g=10_000)]
    first = world.blended(*bags[:2], mass_g=80_000)
    second = world.blended(first, bags[2], mass_g=90_000)

    corrected_by_two(world, bags[0], mass_g=40_500)

    assert set(Correction.objects.filter(first="system", flow=None).values_list("lot", flat=True)) == {first}
    assert not Correction.objects.filter(lot=second).exists()
    assert not due()


def test_the_weight_of_a_blend_itself_is_corrected(world, chain):
    _, first, second = chain

    corrected_by_two(world, first, mass_g=98_000)

    assert dict(LotChange.objects.filter(lot=first).values_list("cause", "grams")) == {
        "drying": -1_000,
        "unexplained": -1_000,
    }
    assert dict(LotChange.objects.filter(lot=second).values_list("cause", "grams")) == {"unexplained": 1_000}
    books_agree()


def test_a_correction_taken_back_leaves_the_making_as_it_was(world, chain):
    bags, first, second = chain
    before = (origins(first), origins(second), Making.objects.get(outputs=[first]).changes)

    corrected_by_two(world, bags[0], mass_g=20_000)
    corrected_by_two(world, bags[0], mass_g=40_000)

    assert (origins(first), origins(second), Making.objects.get(outputs=[first]).changes) == before
    books_agree()


def test_postings_of_the_making_follow(world, chain):
    bags, first, _ = chain

    corrected_by_two(world, bags[0], mass_g=36_000)

    causes = {}
    for cause, grams in Move.objects.filter(lot=first).values_list("cause", "grams"):
        causes[cause] = causes.get(cause, 0) + grams
    assert (causes["made"], causes["change:unexplained"]) == (96_000, 4_000)


def test_many_touched_lots_are_held_until_the_job_is_through(world):
    bags = [world.bought(mass_g=10_000) for _ in range(5)]
    chain = [world.blended(bags[0], bags[1], mass_g=20_000)]
    for bag in bags[2:]:
        chain.append(world.blended(chain[-1], bag, mass_g=Lot.objects.get(code=chain[-1]).mass_g + 10_000))
    sent = correction(bags[0], dug_on="2026-10-30")
    entered(world.ours.clerk, sent)

    with_a_small_limit(lambda: sign(second_clerk(world.ours), sent))

    held = Lot.objects.get(code=chain[-1])
    assert held.on_hold
    assert touched() == 1
    for _ in range(10):
        go_on(at_once=2, step=1)
    assert not Lot.objects.get(code=chain[-1]).on_hold
    assert not Lot.objects.filter(on_hold=True).exists()
    assert {place_day[1] for place_day in origins(chain[-1])} == {"2026-10-30", make.DUG}
    assert touched() == 4
    books_agree()


def with_a_small_limit(act):
    """Let an act be followed by a job that takes one making in a step, and two touched lots are many."""
    from ledger.custody.correcting.correcting import KIND
    from ledger.custody.signing import SIGNED
    from ledger.inbox.consequences import AFTER_RECORD

    kept = {kind: AFTER_RECORD[kind] for kind in (KIND, SIGNED)}
    AFTER_RECORD.update(dict.fromkeys(kept, lambda: go_on(at_once=2, step=1)))
    try:
        act()
    finally:
        AFTER_RECORD.update(kept)


def test_who_was_on_hold_before_stays_on_hold(world):
    bags = [world.bought(mass_g=10_000) for _ in range(4)]
    one = world.blended(bags[0], bags[1], mass_g=20_000)
    two = world.blended(one, bags[2], mass_g=30_000)
    three = world.blended(two, bags[3], mass_g=40_000)
    entered(world.programme, make.envelope("lot.held.v1", lot=three, rule="TAG-02"))
    sent = correction(bags[0], dug_on="2026-10-30")
    entered(world.ours.clerk, sent)

    with_a_small_limit(lambda: sign(second_clerk(world.ours), sent))
    for _ in range(10):
        go_on(at_once=2, step=1)

    assert Lot.objects.get(code=three).on_hold
    assert not due()


def test_doing_it_twice_changes_nothing(world, chain):
    bags, first, second = chain
    corrected_by_two(world, bags[0], mass_g=36_000)
    before = (origins(second), Correction.objects.count())

    reflow_due()

    assert (origins(second), Correction.objects.count()) == before
