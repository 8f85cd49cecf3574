"""The clock alone, without a database: steps that join, and no Green that nobody decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.reference.parameters import parameter, schedule
from ledger.standing.clock import Reckoned, reckon, steps
from ledger.standing.lengths import PARAMETERS, Lengths, flat, lengths_of, mechanism_applies, read_lengths
from ledger.standing.reading import STATE, WITHDRAWN

ONE_DAY = timedelta(days=1)
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Said:
    value: str
    valid_from: date
    valid_to: date | None = None
    event_id: int = 1
    topic: str = STATE
    terms: dict | None = None
    source: str = ""


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@st.composite
def decision(draw, event_id=1):
    first = draw(days)
    last = draw(st.none() | st.integers(0, 900).map(lambda number: first + timedelta(days=number)))
    return Said(draw(st.sampled_from(["green", "yellow", "red", "blue"])), first, last, event_id)


@st.composite
def decisions(draw, most=6):
    return [draw(decision(event_id=number + 1)) for number in range(draw(st.integers(0, most)))]


lengths = st.builds(flat, *[st.integers(1, 60)] * 4)


@settings(deadline=None)
@given(decisions(), lengths)
def test_steps_join_without_gap_or_overlap(said, months):
    found = steps(said, months)

    assert (found[0].since, found[-1].until) == (None, None)
    assert all(after.since == step.until + ONE_DAY for step, after in zip(found, found[1:], strict=False))
    assert all(step.then == after.colour for step, after in zip(found, found[1:], strict=False))
    assert all(step.since is None or step.until is None or step.since <= step.until for step in found)


@settings(deadline=None)
@given(decisions(), lengths, days)
def test_a_day_has_the_colour_of_its_step(said, months, day):
    step = reckon(said, day, months)

    assert step.holds_on(day)
    assert step in steps(said, months)


@settings(deadline=None)
@given(decisions(), lengths, days)
def test_green_is_never_there_without_a_decision_that_has_not_run_out(said, months, day):
    if reckon(said, day, months).colour == "green":
        last = max((each for each in said if each.valid_from <= day), key=lambda each: (each.valid_from, each.event_id))
        assert last.value == "green"
        assert last.valid_to is None or day <= last.valid_to


@settings(deadline=None)
@given(decisions(), lengths)
def test_without_a_decision_a_colour_only_grows_worse(said, months):
    worse = {"green": {"blue"}, "blue": {"red"}, "yellow": {"yellow"}, "red": {"red"}}
    for step, after in zip(steps(said, months), steps(said, months)[1:], strict=False):
        assert after.why == "decided" or after.colour in worse[step.colour]


@settings(deadline=None)
@given(decisions(), lengths)
def test_before_the_first_decision_there_is_no_status(said, months):
    first = min((each.valid_from for each in said), default=None)

    assert reckon(said, (first or DAY) - ONE_DAY, months).colour == "none"
    assert reckon([], DAY, months) == Reckoned("none")


@settings(deadline=None)
@given(decisions(), lengths, days, st.randoms())
def test_the_order_in_which_decisions_come_in_changes_nothing_but_ties(said, months, day, chance):
    unique = list({each.valid_from: each for each in said}.values())
    shuffled = unique[:]
    chance.shuffle(shuffled)
    renumbered = [replace(each, event_id=number) for number, each in enumerate(shuffled, start=1)]

    one, other = reckon(unique, day, months), reckon(renumbered, day, months)

    assert (one.colour, one.since, one.until, one.then) == (other.colour, other.since, other.until, other.then)


@settings(deadline=None)
@given(decisions(), lengths, days)
def test_what_was_withdrawn_is_as_if_it_had_never_been_said(said, months, day):
    taken_back = Said("", DAY, topic=WITHDRAWN, event_id=99, terms={"events": [each.event_id for each in said[:2]]})

    assert reckon([*said, taken_back], day, months) == reckon(said[2:], day, months)


@pytest.mark.parametrize(
    ("day", "colour", "until", "then"),
    [
        (date(2024, 11, 22), "none", date(2024, 11, 22), "green"),
        (date(2024, 11, 23), "green", date(2025, 11, 22), "blue"),
        (date(2025, 11, 22), "green", date(2025, 11, 22), "blue"),
        (date(2025, 11, 23), "blue", date(2028, 11, 22), "red"),
        (DAY, "blue", date(2028, 11, 22), "red"),
        (date(2028, 11, 23), "red", date(2029, 5, 22), "red"),
        (date(2029, 5, 23), "red", None, None),
    ],
)
def test_a_green_of_two_years_ago_is_blue_and_was_green_before(day, colour, until, then):
    step = reckon([Said("green", date(2024, 11, 23))], day, flat())

    assert (step.colour, step.until, step.then) == (colour, until, then)


def test_a_green_with_a_last_day_runs_out_after_it():
    step = reckon([Said("green", date(2026, 1, 1), date(2026, 3, 31))], date(2026, 4, 1), flat())

    assert (step.colour, step.since, step.lapsed_from, step.why) == ("blue", date(2026, 4, 1), "green", "lapsed")


@pytest.mark.parametrize("colour", ["yellow", "red"])
def test_yellow_and_red_stay_and_are_overdue(colour):
    said = [Said(colour, date(2026, 1, 1), date(2026, 6, 30))]

    before, after = reckon(said, date(2026, 6, 30), flat()), reckon(said, date(2026, 7, 1), flat())

    assert (before.colour, before.overdue, before.review) == (colour, False, date(2026, 6, 30))
    assert (after.colour, after.overdue, after.review) == (colour, True, date(2026, 6, 30))
    assert after.began == date(2026, 1, 1)


def test_an_act_signed_later_for_an_earlier_day_does_not_undo_a_newer_one():
    newer, backdated = Said("red", date(2026, 8, 1), event_id=1), Said("green", date(2026, 7, 1), event_id=2)

    assert reckon([newer, backdated], date(2026, 7, 31), flat()).colour == "green"
    assert reckon([newer, backdated], date(2026, 8, 1), flat()).colour == "red"


def test_of_two_that_begin_together_the_one_recorded_later_counts():
    both = [Said("red", DAY, event_id=2), Said("green", DAY, event_id=1)]

    assert reckon(both, DAY, flat()).colour == "red"


def test_a_length_that_changes_counts_for_what_begins_from_then_on():
    shorter = Lengths({**flat().by_colour, "blue": ((date.min, 36), (date(2025, 1, 1), 24))})

    old, new = (reckon([Said("blue", first)], first, shorter) for first in (date(2024, 12, 31), date(2025, 1, 1)))

    assert (old.until, new.until) == (date(2027, 12, 30), date(2026, 12, 31))


@settings(deadline=None)
@given(days, st.sampled_from(["", "CD", "ZW"]), st.sampled_from([*PARAMETERS.values(), "rcm_applies"]))
def test_a_schedule_says_what_the_parameter_says(day, country, name):
    value = next(value for first, value in reversed(schedule(name, country)) if first <= day)

    assert value == parameter(name, day, country)


@pytest.mark.parametrize("country", ["", "CD", "ZW"])
def test_an_event_carries_the_lengths_whole(country):
    assert read_lengths(lengths_of(country).spelled()) == lengths_of(country)


def test_events_of_before_have_the_lengths_of_before():
    assert read_lengths(None) == flat(12, 36, 6, 6)


def test_the_mechanism_applies_in_the_region_alone():
    assert mechanism_applies("CD", DAY)
    assert not mechanism_applies("CD", date(2010, 12, 31))
    assert not mechanism_applies("ZW", DAY)


def test_a_last_day_beyond_the_calendar_is_no_last_day():
    assert reckon([Said("green", date(9999, 6, 1))], date(9999, 12, 31), flat()).until is None
