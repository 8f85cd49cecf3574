"""What an answer does to a flag that would be raised again, and what a flag keeps of its cause."""

import pytest

from ledger.log.reading import events_by_id
from ledger.models import Flag
from ledger.risk.engine import look_at_lots
from ledger.tasks import watch_for_risk
from tests.make import entered, envelope
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)
from tests.risk.saying import LATER, answered, on_hold, open_flag, open_flags, weighed

RULE = "WGT-02"
A_LITTLE, MORE, MUCH = 45_100, 44_900, 43_000
"""Net grams of a bag of 45.8 kg: the first two are looked at, the last is held."""


@pytest.fixture
def bag(world):
    """A bag that weighs a little less than it did, with an open flag that warns."""
    lot = world.bought()
    weighed(world, lot, A_LITTLE)
    assert open_flags(lot) == {RULE: "warn"}
    return lot


def test_a_false_alarm_is_not_raised_again_until_its_day(world, bag):
    answered(world, open_flag(bag, RULE), "false", until=LATER)

    look_at_lots([bag])
    weighed(world, bag, A_LITTLE - 600)

    assert open_flags(bag) == {}
    assert Flag.objects.filter(subject=bag, rule=RULE).count() == 1


def test_a_false_alarm_is_raised_again_once_its_day_has_passed(world, bag):
    answered(world, open_flag(bag, RULE), "false", at="2026-11-04T10:00:00+02:00", until="2026-11-10")
    assert open_flags(bag) == {}

    look_at_lots([bag])

    assert open_flags(bag) == {RULE: "warn"}


def test_a_false_alarm_that_got_worse_is_raised_before_its_day(world, bag):
    answered(world, open_flag(bag, RULE), "false", until=LATER)

    weighed(world, bag, MUCH)

    assert open_flags(bag) == {RULE: "hold"}
    assert on_hold(bag) == [bag]


def test_a_false_alarm_without_a_day_is_not_raised_again_while_it_stays_the_same(world, bag):
    answered(world, open_flag(bag, RULE), "false")

    look_at_lots([bag])
    assert open_flags(bag) == {}

    weighed(world, bag, A_LITTLE - 600)
    assert open_flags(bag) == {RULE: "warn"}


def test_what_is_accepted_stays_open_and_stands_when_its_numbers_change(world, bag):
    flag = open_flag(bag, RULE)
    answered(world, flag, "accepted", until=LATER)

    weighed(world, bag, A_LITTLE - 600)

    assert open_flag(bag, RULE).key == flag.key
    assert Flag.objects.filter(subject=bag, rule=RULE).count() == 1


def test_what_is_accepted_does_not_cover_what_got_worse(world, bag):
    answered(world, open_flag(bag, RULE), "accepted", until=LATER)

    weighed(world, bag, MUCH)

    assert open_flags(bag) == {RULE: "hold"}


def test_what_was_accepted_until_a_day_that_has_passed_is_raised_anew_when_its_numbers_change(world, bag):
    flag = open_flag(bag, RULE)
    answered(world, flag, "accepted", at="2026-11-04T10:00:00+02:00", until="2026-11-10")

    weighed(world, bag, A_LITTLE - 600)

    assert open_flag(bag, RULE).key != flag.key


def test_a_true_alarm_stays_open(world, bag):
    flag = open_flag(bag, RULE)

    answered(world, flag, "true")
    look_at_lots([bag])

    assert (open_flag(bag, RULE).key, open_flag(bag, RULE).verdict) == (flag.key, "true")


def test_an_answer_covers_its_own_lot_alone(world, bag):
    other = world.bought()
    answered(world, open_flag(bag, RULE), "false", until=LATER)

    weighed(world, other, A_LITTLE)

    assert open_flags(other) == {RULE: "warn"}


def test_a_flag_keeps_its_grams_the_entry_that_brought_it_and_how_much_was_known(world, seal):
    lot = world.bought(mass_g=46_000)
    sent = envelope(
        "lot.weighed.v1", lot=lot, gross_g=43_400, tare_g=400, place=world.ours.depot, step="receipt", sealed="yes"
    )
    entered(world.ours.clerk, sent)
    seal()

    watch_for_risk()

    flag = open_flag(lot, RULE)
    assert (flag.grams, flag.entry) == (46_000, sent["key"])
    (raised,) = events_by_id([flag.event_id])
    (weighing,) = [event for event in events_by_id(range(1, flag.event_id)) if event.key == sent["key"]]
    assert raised.facts["position"] > weighing.position


def test_a_flag_that_time_brought_names_no_entry(world, bag):
    assert (open_flag(bag, RULE).entry, open_flag(bag, RULE).grams) == (None, 45_800)
