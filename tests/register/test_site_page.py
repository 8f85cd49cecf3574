"""The page of a site: output against capacity, what was known then, what was taken back, and what stays hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.sequence import Sequencer
from ledger.parties import roles
from ledger.standing.models import Standing
from sites.showing.output import FLOOR, RIGHT, TOP, WIDE, drawn, months_until, scale
from tests import make
from tests.pages.conftest import NoAnchor, NoSigner
from tests.pages.test_lot_page import questions, text_of
from tests.register.test_filters import registered, visited

TODAY = datetime.now(UTC).date()


@pytest.fixture
def overseer(as_role):
    return as_role(roles.AUDITOR)


def page_of(client, site, query=""):
    return text_of(client.get(f"/sites/{site}/{query}"))


def capacity(world, grams=1_000_000, **changed):
    facts = {
        "place": world.site,
        "mineral": "cassiterite",
        "grams_per_month": grams,
        "method": "estimate",
        "set_on": make.days_ago(90),
        "set_by": "Field team",
        **changed,
    }
    make.entered(world.programme, make.envelope("site.capacity_set.v1", at=datetime.now(UTC).isoformat(), **facts))


def dug(world, grams, days_ago):
    day = make.days_ago(days_ago)
    return world.lot(mass_g=grams, dug_on=day, at=f"{day}T20:00:00+02:00")


def sealed(days_ago):
    """Give everything its position and sign it, as of so many days ago."""
    sequencer = Sequencer(settings.LOG_ORIGIN, NoSigner(), NoAnchor())
    sequencer.load()
    for _ in range(2):
        sequencer.tick(datetime.now(UTC) - timedelta(days=days_ago))


def test_output_is_told_in_kilograms_by_month_against_the_capacity(world, overseer):
    world.status("green", since=make.days_ago(300))
    capacity(world, grams=100_000)
    month_before = (TODAY.replace(day=1) - timedelta(days=10)).isoformat()
    days = (TODAY - date.fromisoformat(month_before)).days
    for grams in (50_000, 60_000, 40_000):
        dug(world, grams, days)

    page = overseer.get(f"/sites/{world.site}/")

    output = page.context["output"]
    assert [each.grams for each in output.months if each.grams] == [150_000]
    assert [each.percent for each in output.over] == [150]
    assert "150.0 kg tagged in 12 months." in text_of(page)
    assert "(150 %)" in text_of(page)


def test_the_month_that_runs_is_said_to_be_incomplete(world, overseer):
    world.status("green", since=make.days_ago(300))
    dug(world, 45_000, 0)

    output = overseer.get(f"/sites/{world.site}/").context["output"]

    assert not output.current.whole
    assert output.current.grams == 45_000
    assert output.capacity_g is None
    assert "Nobody has said yet what the site can yield in a month." in page_of(overseer, world.site)


@pytest.mark.parametrize("role", roles.ROLES)
def test_the_whole_output_of_a_site_is_for_overseers(world, as_role, role):
    world.status("green", since=make.days_ago(300))
    dug(world, 45_000, 3)

    oversees = role in {roles.AUDITOR, roles.REGULATOR, roles.PROGRAMME_MANAGER}
    assert ("tagged in 12 months" in page_of(as_role(role), world.site)) is oversees


@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=12), st.integers(0, 10**9))
def test_no_bar_leaves_the_drawing_and_bars_keep_the_order_of_their_weights(grams, most):
    output = drawn(grams, months_until(TODAY), most or None, [], TODAY, TODAY)

    assert all(TOP <= each.top <= each.base <= FLOOR and each.x + WIDE <= RIGHT for each in output.months)
    by_weight = sorted(output.months, key=lambda each: each.grams)
    assert all(lighter.top >= heavier.top for lighter, heavier in pairwise(by_weight))
    assert output.total_g == sum(grams)
    assert {each.is_over for each in output.months if most and each.grams > 1.01 * most} <= {True}


@given(st.integers(0, 10**12))
def test_an_axis_reaches_over_the_most_with_few_lines(most):
    top, lines = scale(most)

    assert lines[0] == 0 and lines[-1] == top >= most
    assert 2 <= len(lines) <= 7


def test_twelve_months_end_with_this_one():
    assert months_until(date(2026, 3, 31)) == [
        *(date(2025, month, 1) for month in range(4, 13)),
        *(date(2026, month, 1) for month in range(1, 4)),
    ]


def test_as_known_on_a_day_leaves_out_what_was_recorded_later(world, overseer):
    world.status("green", since=make.days_ago(100))
    visited(world, world.site, 60, presence="no")
    sealed(days_ago=40)
    world.status("red", since=make.days_ago(90))
    visited(world, world.site, 50, presence="yes", by_whom="Late team")

    today = overseer.get(f"/sites/{world.site}/")
    then = overseer.get(f"/sites/{world.site}/?known={make.days_ago(30)}")

    assert today.context["statuses"][0].now.colour == "red"
    assert then.context["statuses"][0].now.colour == "green"
    assert "Late team" in text_of(today)
    assert "Late team" not in text_of(then)
    assert "what was recorded later is left out, however early it happened" in text_of(then)


def test_before_it_was_in_the_book_a_site_says_so(world, overseer):
    page = page_of(overseer, world.site, f"?known={make.days_ago(900)}")

    assert "The site was not in the book then." in page
    assert "No checkpoint had been signed by then." in page


@pytest.mark.parametrize("written", ["", "x", "2026-13-01", "9999-12-31"])
def test_a_day_that_has_not_passed_is_today(world, overseer, written):
    page = overseer.get(f"/sites/{world.site}/?known={written}")

    assert page.context["at"].known is None


def test_what_was_taken_back_stays_struck_with_its_reason(world, overseer):
    world.status("red", since=make.days_ago(20))
    event = Standing.objects.get(subject=world.site, topic="status.state").event_id
    facts = {"entries": [{"subject": world.site, "event": event}], "reason": "The annex named the wrong site."}
    make.entered(world.programme, make.envelope("entries.withdrawn.v1", **facts))

    page = overseer.get(f"/sites/{world.site}/")

    assert page.context["statuses"][0].now.colour == "none"
    assert "The annex named the wrong site." in text_of(page)
    assert "<del>Act recorded" in page.content.decode()


def test_a_merged_site_says_where_it_went_and_the_survivor_counts_its_ore(world, overseer):
    survivor = registered(world, "Luvembe 2")
    for site in (world.site, survivor):
        world.status("green", place=site, since=make.days_ago(300))
    dug(world, 45_000, 40)
    reason = {"place": world.site, "into": survivor, "reason": "One pit under two names"}
    make.entered(world.programme, make.envelope("site.merged.v1", at=datetime.now(UTC).isoformat(), **reason))

    old, new = page_of(overseer, world.site), overseer.get(f"/sites/{survivor}/")

    assert "this site goes on under another code" in old
    assert "One pit under two names" in old
    assert new.context["output"].total_g == 45_000
    assert new.context["dug_g"] == 45_000


def test_the_class_is_shown_with_what_it_was_worked_out_from(world, overseer):
    visited(world, world.site, 30, workers=80)
    facts = {"place": world.site, "as_of": make.days_ago(20), "size_m2": 200_000, "by_whom": "Field team"}
    make.entered(world.programme, make.envelope("site.described.v1", at=datetime.now(UTC).isoformat(), **facts))

    page = page_of(overseer, world.site)

    assert "Class Small from" in page
    assert "Area 200,000 m²" in page
    assert "Diggers 80" in page
    assert "CAT-01" in page


@pytest.mark.parametrize("role", roles.ROLES)
def test_zones_around_a_site_are_withheld_with_its_place(world, as_role, role):
    page = page_of(as_role(role), world.site)

    oversees = role in {roles.AUDITOR, roles.REGULATOR, roles.PROGRAMME_MANAGER}
    assert ("a small zone would tell where the site lies" in page) is not oversees


@pytest.mark.parametrize("query", ["", f"?known={make.days_ago(30)}"])
def test_the_page_asks_as_many_questions_for_a_long_history_as_for_a_short_one(world, overseer, query):
    world.status("green", since=make.days_ago(300))
    visited(world, world.site, 90)
    dug(world, 45_000, 40)
    sealed(days_ago=40)
    short = questions(overseer, f"/sites/{world.site}/{query}")
    for days in range(30):
        visited(world, world.site, days)
        world.status("green", since=make.days_ago(200 - days))
        dug(world, 45_000, days)
    sealed(days_ago=35)

    assert questions(overseer, f"/sites/{world.site}/{query}") == short
