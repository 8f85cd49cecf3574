"""Who says of a flag that it was a true alarm, a false one, or to be lived with; and who explains it."""

from datetime import date

import pytest

from ledger.deeds.entries import Actor
from ledger.models import Flag
from ledger.parties import roles
from ledger.risk.engine import look_at_lots
from tests.make import days_ago, enter, entered_today
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)
from tests.risk.saying import LATER, answering, explaining, open_flag, weighed


@pytest.fixture
def flag(world):
    """An open flag that warns."""
    lot = world.bought()
    weighed(world, lot, 45_100)
    return open_flag(lot, "WGT-02")


@pytest.fixture
def stop(world):
    """An open flag of a hard rule: ore of a site that was Red."""
    lot = world.bought()
    world.status("red", since="2026-10-15")
    look_at_lots([lot])
    return open_flag(lot, "MINE-02")


@pytest.mark.rule("FLAG-01")
@pytest.mark.parametrize(
    ("verdict", "until"),
    [("false", None), ("false", LATER), ("accepted", LATER)],
    ids=["false", "false until", "accepted"],
)
def test_a_hard_rule_is_not_answered_away(world, stop, verdict, until):
    (answer,) = enter(world.programme, answering(stop, verdict, until=until))

    assert (answer.code, answer.rule, answer.facts["rule"]) == ("hard_rule", "FLAG-01", "MINE-02")
    assert Flag.objects.get(key=stop.key).cleared_on is None


@pytest.mark.rule("FLAG-01")
def test_of_a_hard_rule_a_person_says_that_it_is_true(world, stop):
    entered_today(world.programme, answering(stop, "true"))

    assert Flag.objects.get(key=stop.key).verdict == "true"


@pytest.mark.rule("FLAG-02")
def test_whoever_explained_a_flag_does_not_answer_it(world, flag):
    both = Actor("both", world.ours.party, frozenset({roles.DEPOT_MANAGER, roles.PROGRAMME_MANAGER}))
    entered_today(both, explaining(flag))

    (answer,) = enter(both, answering(flag, "false"))

    assert (answer.code, answer.rule) == ("answered_by_explainer", "FLAG-02")
    entered_today(world.programme, answering(flag, "false"))


def test_a_false_alarm_clears_the_flag_and_keeps_who_said_so_when_and_until_when(world, flag):
    entered_today(world.programme, answering(flag, "false", until=LATER, explanation=1))

    kept = Flag.objects.get(key=flag.key)
    today = date.fromisoformat(days_ago(0))
    assert (kept.verdict, kept.answered_by, kept.answered_on) == ("false", world.programme.id, today)
    assert (kept.answered_until, kept.cleared_on) == (date.fromisoformat(LATER), today)


@pytest.mark.parametrize(("verdict", "until"), [("true", None), ("accepted", LATER)], ids=["true", "accepted"])
def test_what_is_true_or_accepted_stays_open(world, flag, verdict, until):
    entered_today(world.regulator, answering(flag, verdict, until=until))

    kept = Flag.objects.get(key=flag.key)
    assert (kept.verdict, kept.cleared_on) == (verdict, None)


def test_the_last_answer_counts(world, flag):
    entered_today(world.programme, answering(flag, "accepted", until=LATER))

    entered_today(world.regulator, answering(flag, "true"))

    kept = Flag.objects.get(key=flag.key)
    assert (kept.verdict, kept.answered_by, kept.answered_until) == ("true", world.regulator.id, None)


@pytest.mark.parametrize(
    ("verdict", "until", "code"),
    [
        ("accepted", None, "fact_missing"),
        ("accepted", "2026-01-01", "day_has_passed"),
        ("false", "2026-01-01", "day_has_passed"),
    ],
)
def test_an_answer_that_lasts_names_a_day_that_has_not_passed(world, flag, verdict, until, code):
    (answer,) = enter(world.programme, answering(flag, verdict, until=until))

    assert (answer.code, answer.field) == (code, "facts.until")
    assert Flag.objects.get(key=flag.key).verdict is None


def test_a_flag_that_is_not_there_or_was_cleared_is_not_answered(world, flag):
    entered_today(world.programme, answering(flag, "false"))

    (cleared,) = enter(world.programme, answering(flag, "true"))
    (explained,) = enter(world.ours.clerk, explaining(flag))
    nobody = Flag(key="7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11")
    (unknown,) = enter(world.programme, answering(nobody, "true"))

    assert {cleared.code, explained.code, unknown.code} == {"flag_unknown"}


def test_explanations_are_kept_and_answer_nothing(world, flag):
    entered_today(world.ours.clerk, explaining(flag, explanation=1))
    entered_today(world.ours.manager, explaining(flag))
    entered_today(world.ours.clerk, explaining(flag, explanation=2))

    kept = Flag.objects.get(key=flag.key)
    assert kept.explained_by == sorted([world.ours.clerk.id, world.ours.manager.id])
    assert (kept.verdict, kept.cleared_on) == (None, None)


def test_the_trade_explains_and_does_not_answer(world, flag):
    (answer,) = enter(world.ours.manager, answering(flag, "false"))

    assert answer.status != "recorded"
    assert Flag.objects.get(key=flag.key).verdict is None
