"""MINE-02: the clock runs daily, says why, and a second run changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.log.knowing import held_on
from ledger.models import Flag, Standing
from ledger.risk.status_age import status_age
from ledger.tasks import watch_for_risk
from sites.models import MineSite
from sites.statuses import history, simulating
from sites.statuses.running import run_clock, today
from tests import make
from tests.make import entered, envelope


def line(world):
    return MineSite.objects.get(code=world.site)


def records(world):
    said = Standing.objects.filter(subject=world.site, topic="status.clock").order_by("event_id")
    return [(each.terms["from"], each.value, str(each.valid_from)) for each in said]


def decided(world, status, days, **more):
    since = today() - timedelta(days=days)
    world.status(status, since=since.isoformat(), **more)
    return since


@pytest.mark.rule("MINE-02")
def test_a_green_of_two_years_ago_is_blue_and_the_ore_of_before_is_not_touched(bare, seal):
    decided(bare, "green", 730)
    before = (today() - timedelta(days=400)).isoformat()
    lot = bare.lot(dug_on=before, at=f"{before}T12:00:00+02:00")
    seal()
    watch_for_risk()

    now = status_age(Standing.objects.filter(subject=bare.site), today(), country="CD")
    assert (now.colour, now.lapsed_from, now.then) == ("blue", "green", "red")
    assert not Flag.objects.filter(subject=lot, rule="MINE-02").exists()


def test_the_line_of_the_register_says_what_the_clock_says(bare):
    since = decided(bare, "green", 100)

    state = line(bare)

    assert (state.state, state.state_since, state.state_then) == ("green", since, "blue")
    assert state.state_until == history.columns([_said(bare)], today(), "CD")[0].now.ends


def _said(world):
    return Standing.objects.get(subject=world.site, topic="status.state")


def test_the_clock_enters_each_step_once_with_its_legal_basis(bare):
    since = decided(bare, "green", 100)
    later = since + timedelta(days=366 * 5)

    assert run_clock(later) == 2
    assert run_clock(later) == 0

    blue, red = records(bare)
    assert (blue[:2], red[:2]) == (("green", "blue"), ("blue", "red"))
    basis = Standing.objects.filter(topic="status.clock").values_list("source", flat=True)
    assert all("RCM 2" in each for each in basis)
    assert line(bare).state == "red"


def test_before_its_day_nothing_changes_and_on_it_all_does(bare):
    decided(bare, "green", 100)
    last = line(bare).state_until

    assert run_clock(last) == 0
    assert run_clock(last + timedelta(days=1)) == 1
    assert (line(bare).state, line(bare).state_since) == ("blue", last + timedelta(days=1))


def test_a_yellow_stays_and_is_no_change(bare):
    decided(bare, "yellow", 300)

    assert run_clock() == 0
    assert (line(bare).state, line(bare).state_then) == ("yellow", "yellow")
    assert line(bare).state_until < today()


def test_an_act_whose_first_day_comes_is_entered_on_that_day(bare):
    decided(bare, "green", 10)
    coming = today() + timedelta(days=5)
    bare.status("red", since=coming.isoformat(), act="0300/2026")

    assert (line(bare).state, line(bare).state_then) == ("green", "red")
    assert run_clock(coming) == 1
    assert Standing.objects.get(topic="status.clock").source == "0300/2026"
    assert line(bare).state == "red"


def test_the_record_of_the_clock_is_no_decision(bare):
    since = decided(bare, "green", 100)
    run_clock(since + timedelta(days=400))

    assert status_age(Standing.objects.filter(subject=bare.site), today(), country="CD").colour == "green"


def test_a_backdated_act_after_the_clock_counts_and_the_clock_goes_on(bare):
    since = decided(bare, "green", 700)
    bare.status("green", since=(since + timedelta(days=340)).isoformat())

    assert line(bare).state == "green"
    assert run_clock(since + timedelta(days=720)) == 1


def test_the_command_says_how_many(bare):
    decided(bare, "green", 100)
    said = StringIO()

    call_command("run_clock", "--day", (today() + timedelta(days=400)).isoformat(), stdout=said)

    assert said.getvalue().startswith("1 changes entered")


@pytest.mark.rule("MINE-02")
def test_risk_looks_at_lots_dug_since_a_colour_lapsed(bare, seal):
    since = decided(bare, "green", 400)
    blue = since + timedelta(days=366)
    report = {"place": bare.site, "filed_on": blue.isoformat(), "document": "ab" * 32}
    entered(bare.regulator, envelope("blue.report_filed.v1", at=f"{blue}T12:00:00+02:00", **report))
    dug = (today() - timedelta(days=5)).isoformat()
    lot = bare.lot(dug_on=dug, at=f"{dug}T12:00:00+02:00")
    run_clock()
    seal()
    watch_for_risk()

    flag = Flag.objects.get(subject=lot, cleared_on=None)
    assert (flag.rule, flag.severity, flag.evidence["found"]) == ("MINE-02", "warn", "blue")


# --- as known on an earlier day ---


def test_what_was_known_is_measured_by_the_last_checkpoint_before(bare, seal):
    decided(bare, "green", 100)
    seal()
    decided(bare, "red", 50)

    said = list(Standing.objects.filter(subject=bare.site))
    known = held_on(today())
    as_known = history.as_known(said, known)

    assert [each.value for each in as_known] == ["green"]
    assert status_age(as_known, today(), country="CD").colour == "green"
    assert status_age(said, today(), country="CD").colour == "red"
    assert history.as_known(said, held_on(date(2020, 1, 1))) == []


# --- the calendar and the simulator ---


@pytest.mark.parametrize(("status", "days"), [("green", 0), ("blue", 0), ("yellow", 0), ("red", 0), ("green", 200)])
def test_the_simulator_says_what_the_clock_will_say(bare, status, days):
    since = decided(bare, status, days)
    said = list(Standing.objects.filter(subject=bare.site))
    site = line(bare)

    for ahead in range(1, 2_200, 97):
        day = since + timedelta(days=days + ahead)
        colour, _changed = simulating.followed(site, day, simulating.lengths_of("CD"))
        assert colour == status_age(said, day, country="CD").colour, day


def test_the_simulator_counts_all_sites_and_lists_those_that_change(world):
    lasting = decided(world, "green", 300)
    stays = world.new_site("Stays", status=None)
    dug = (today() - timedelta(days=3)).isoformat()
    world.lot(dug_on=dug, at=f"{dug}T12:00:00+02:00", mass_g=40_000)
    day = lasting + timedelta(days=366)

    found = simulating.simulate(today(), day)
    rows, following = simulating.page(today(), day)

    assert found.counts == [("green", 1, 0), ("blue", 0, 1), ("yellow", 0, 0), ("red", 0, 0), ("none", 1, 1)]
    assert found.changing == 1
    assert [(row.code, row.now, row.then, row.grams) for row in rows] == [(world.site, "green", "blue", 40_000)]
    assert (following, simulating.grams_of_changing(today(), day)) == ("", 40_000)
    assert stays not in {row.code for row in rows}
    assert make.DUG
