"""Holds for review: one for each finding and lot, ended one by one, by another person, or on a seal's condition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codes
from ledger.models import Flag, Hold, Lot
from ledger.risk.engine import look_at_lots
from tests import make
from tests.custody.test_laws import LAWS, undone
from tests.make import days_ago, enter, entered, envelope
from tests.making.saying import output, processing, splitting
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)
from tests.risk.saying import (
    LATER,
    answered,
    dug,
    held,
    on_hold,
    open_flag,
    open_flags,
    open_holds,
    releasing,
    visited,
    weighed,
    weighed_for_export,
)

MUCH = 43_000
"""Net grams of a sealed bag of 45.8 kg that is held for review (WGT-02)."""


@pytest.fixture
def bag(world):
    """A bag that is held for review."""
    lot = world.bought()
    weighed(world, lot, MUCH)
    assert open_flags(lot) == {"WGT-02": "hold"}
    return lot


def test_a_flag_that_says_hold_holds_its_lot_once_and_asks_for_a_decision_by_a_day(world, bag):
    look_at_lots([bag])
    look_at_lots([bag])

    hold = Hold.objects.get(lot=bag)
    assert on_hold(bag) == [bag]
    assert (hold.rule, hold.cause, hold.placed_by) == ("WGT-02", str(open_flag(bag, "WGT-02").key), "system")
    assert (hold.decide_by - hold.placed_on).days == 30


def test_what_was_released_is_not_held_again_by_the_same_flag(world, bag):
    entered(world.programme, releasing(bag))

    look_at_lots([bag])

    assert on_hold(bag) == []
    assert open_flags(bag) == {"WGT-02": "hold"}, "the flag waits for an answer"
    assert Hold.objects.get(lot=bag).ended_by == world.programme.id


def test_what_was_released_is_held_again_by_another_finding(world, bag):
    entered(world.programme, releasing(bag))

    weighed(world, bag, MUCH - 2_000)

    assert on_hold(bag) == [bag]


def test_a_false_alarm_lets_go_what_it_held_and_nothing_else(world, bag, seal):
    from ledger.tasks import watch_for_risk

    held(world.regulator, bag)
    answered(world, open_flag(bag, "WGT-02"), "false", until=LATER)
    seal()

    watch_for_risk()

    assert open_holds(bag) == ["TAG-02"]
    assert on_hold(bag) == [bag]


def test_several_holds_of_a_lot_end_one_by_one(world, bag):
    by_programme, by_regulator = held(world.programme, bag), held(world.regulator, bag, "ACT-02")

    entered(world.regulator, releasing(bag, by_programme))
    assert (open_holds(bag), on_hold(bag)) == (["ACT-02", "WGT-02"], [bag])
    entered(world.programme, releasing(bag, by_regulator))
    assert (open_holds(bag), on_hold(bag)) == (["WGT-02"], [bag])
    entered(world.programme, releasing(bag))

    assert (open_holds(bag), on_hold(bag)) == ([], [])
    (again,) = enter(world.programme, releasing(bag, by_regulator))
    assert again.code == "not_on_hold"


@pytest.mark.rule("HOLD-01")
def test_whoever_placed_a_hold_does_not_lift_it(world):
    lot = world.bought()
    key = held(world.programme, lot)

    by_name, whole = enter(world.programme, releasing(lot, key), releasing(lot))

    assert {by_name.code, whole.code} == {"held_by_you"}
    assert {by_name.rule, whole.rule} == {"HOLD-01"}
    assert on_hold(lot) == [lot]
    entered(world.regulator, releasing(lot, key))
    assert on_hold(lot) == []


@pytest.mark.rule("HOLD-01")
def test_a_hold_of_ones_own_does_not_hinder_the_release_of_anothers(world):
    lot = world.bought()
    held(world.programme, lot)
    other = held(world.regulator, lot, "ACT-02")

    entered(world.programme, releasing(lot, other))

    assert open_holds(lot) == ["TAG-02"]


@pytest.mark.rule("HOLD-02")
def test_what_is_under_seal_moves_and_is_not_used_up(world, bag):
    other = world.bought()
    entered(world.programme, releasing(bag, None, "CD-0471"))

    blending = envelope("lot.blended.v1", lot=make.code(codes.LOT), inputs=[bag, other], mass_g=91_600)
    answers = enter(world.ours.manager, blending, processing([bag], output(45_800)), splitting(bag, 20_000, 25_800))

    assert {(answer.code, answer.rule) for answer in answers} == {("under_seal", "HOLD-02")}
    assert answers[0].facts["rules"] == ["WGT-02"]
    world.received(world.dispatched(bag))
    assert Lot.objects.get(code=bag).holder == world.rivals.party


@pytest.mark.rule("HOLD-02")
def test_the_seal_ends_with_the_hold(world, bag):
    other = world.bought()
    entered(world.programme, releasing(bag, None, "CD-0471"))
    assert (on_hold(bag), open_holds(bag)) == ([], ["WGT-02"])

    entered(world.programme, releasing(bag))

    world.blended(bag, other, mass_g=91_600)
    assert open_holds(bag) == []


def test_a_lot_under_seal_is_held_by_the_next_finding_and_stays_sealed(world, bag):
    entered(world.programme, releasing(bag, None, "CD-0471"))

    other = held(world.regulator, bag, "ACT-02")
    assert on_hold(bag) == [bag]
    entered(world.programme, releasing(bag, other))

    assert (on_hold(bag), open_holds(bag)) == ([], ["WGT-02"])


def test_a_finding_that_is_gone_lets_its_hold_go_and_no_other(world):
    lot, beside = world.bought(mass_g=100_000), world.bought(mass_g=100_000)
    for each in (lot, beside):
        weighed_for_export(world, each, 107_000)
    held(world.regulator, lot)
    assert open_holds(lot) == ["TAG-02", "WGT-05"]

    weighed_for_export(world, lot, 100_000)

    assert (open_flags(lot), open_holds(lot)) == ({}, ["TAG-02"])
    assert Hold.objects.get(lot=lot, rule="WGT-05").ended_by == "system"
    assert open_holds(beside) == ["WGT-05"]


def test_a_finding_that_became_milder_lets_its_hold_go(world):
    lot = world.bought(mass_g=100_000)
    weighed_for_export(world, lot, 107_000)

    weighed_for_export(world, lot, 103_000)

    assert (open_flags(lot), on_hold(lot)) == ({"WGT-05": "warn"}, [])


def test_a_finding_whose_numbers_change_goes_on_with_the_same_hold(world):
    lot = world.bought(mass_g=100_000)
    weighed_for_export(world, lot, 107_000)
    first = Hold.objects.get(lot=lot)

    weighed_for_export(world, lot, 108_000)
    assert Hold.objects.get(lot=lot).key == first.key

    weighed_for_export(world, lot, 100_000)
    assert (on_hold(lot), open_holds(lot)) == ([], [])


def test_a_finding_that_came_back_holds_again(world):
    lot = world.bought(mass_g=100_000)
    weighed_for_export(world, lot, 107_000)
    weighed_for_export(world, lot, 100_000)

    weighed_for_export(world, lot, 107_000)

    assert open_holds(lot) == ["WGT-05"]


# --- a place holds what was dug there since ---


def interfered(world, days):
    """Let a visit that saw armed interference hold what was dug since."""
    visited(world, days, interference="yes")


def test_a_place_holds_what_was_dug_since_and_is_still_there(world):
    before, since, used, other = dug(world, 20), dug(world, 5), dug(world, 5), dug(world, 20)
    made = world.blended(used, other, mass_g=91_600)

    interfered(world, 10)

    assert on_hold(before, since, used, other, made) == [since, made]
    assert open_holds(used) == []


def test_a_place_holds_what_is_dug_while_its_flag_stands(world):
    interfered(world, 10)
    later = dug(world, 1)

    interfered(world, 10)

    assert "ARM-01" in open_holds(later)


def test_what_a_person_released_a_place_does_not_hold_again_when_its_numbers_change(world):
    reviewed, other = dug(world, 3), dug(world, 3)
    interfered(world, 10)
    flag = open_flag(world.site, "ARM-01")
    entered(world.programme, releasing(reviewed))

    interfered(world, 5)

    assert open_flag(world.site, "ARM-01").key != flag.key, "another visit is another flag"
    assert on_hold(reviewed, other) == [other]
    assert Hold.objects.filter(lot=other, rule="ARM-01").count() == 1


def test_a_visit_that_finds_nobody_lets_go_what_the_finding_held(world):
    lot = dug(world, 3)
    interfered(world, 10)
    assert on_hold(lot) == [lot]

    visited(world, 1, interference="no")

    assert on_hold(lot) == []


def test_what_is_accepted_holds_nothing_more(world):
    first = dug(world, 3)
    interfered(world, 10)
    for flag in Flag.objects.filter(subject=world.site, severity="hold", cleared_on=None):
        answered(world, flag, "accepted", until=LATER)
    later = dug(world, 1)

    interfered(world, 10)

    assert on_hold(first, later) == [first]


# --- the law ---

STEP = st.tuples(st.sampled_from(["hold", "release"]), st.booleans(), st.integers(-1, 4), st.booleans())


@LAWS
@given(st.lists(STEP, max_size=8))
def test_a_lot_is_on_hold_exactly_while_a_hold_is_open_and_not_under_seal(world, steps):
    def example():
        lot, keys = world.bought(), []
        for what, programme, which, sealed in steps:
            actor = world.programme if programme else world.regulator
            if what == "hold":
                keys.append(held(actor, lot))
            else:
                named = keys[which % len(keys)] if keys and which >= 0 else None
                enter(actor, releasing(lot, named, *(["CD-0471"] if sealed else [])))
            open_ones = Hold.objects.filter(lot=lot, ended_on=None)
            assert Lot.objects.get(code=lot).on_hold == open_ones.filter(seals__isnull=True).exists()
            assert open_ones.count() <= len(keys)

    undone(world, example)


def test_holds_are_replayed_as_they_were(world, bag):
    held(world.regulator, bag)
    entered(world.programme, releasing(bag, None, "CD-0471", "CD-0472"))
    entered(world.programme, releasing(bag, Hold.objects.get(lot=bag, rule="WGT-02").key))

    assert [hold.seals for hold in Hold.objects.filter(lot=bag).order_by("rule")] == [["CD-0471", "CD-0472"]] * 2
    assert open_holds(bag) == ["TAG-02"]


def test_a_day_of_decision_is_kept_as_it_was_asked_for(world):
    lot = world.bought()

    entered(world.programme, envelope("lot.held.v1", lot=lot, rule="TAG-02", decide_by=days_ago(-5)))

    assert Hold.objects.get(lot=lot).decide_by.isoformat() == days_ago(-5)
