"""The register: each colour with its age, what is hidden stays hidden, and questions do not grow with sites."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ledger.parties import roles
from sites.models import Visit
from tests import make
from tests.pages.test_desk import shown
from tests.pages.test_lot_page import questions, text_of

SEEN = {"on_site": "yes", "presence": "no", "interference": "unknown", "children": "no", "by_whom": "Field team"}


def in_days(days):
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_the_register_asks_as_many_questions_for_thirty_sites_as_for_one(world, as_role):
    client = as_role(roles.AUDITOR)
    one = questions(client, "/sites/")
    for number in range(30):
        world.new_site(f"Site {number:02d}")

    assert questions(client, "/sites/") == one


@pytest.mark.parametrize(("days", "due"), [(31, False), (30, True), (0, True)])
def test_days_left_stand_out_from_thirty_days_on(world, as_role, days, due):
    world.status("green", since=make.days_ago(200), valid_to=in_days(days))

    page = as_role(roles.REGULATOR).get("/sites/").content.decode()

    assert ('class="chip due"' in page) is due


def test_a_green_that_ran_out_is_drawn_blue_and_never_green(world, as_role):
    world.status("green", since=make.days_ago(200), valid_to=in_days(-1))

    page = as_role(roles.REGULATOR).get("/sites/").content.decode()

    assert 'data-l="State"><span class="chip" data-s="blue">' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Kashuvi", True),
        ("q=Nobody", False),
        ("status=green", True),
        ("status=red", False),
        ("status=none", False),
        ("presence=yes", True),
        ("presence=no", False),
        ("presence=unknown", False),
        ("visit=fresh", True),
        ("visit=never", False),
    ],
)
def test_filters_leave_what_they_say(world, as_role, query, found):
    world.status("green", since=make.days_ago(50))
    world.visit(on=make.days_ago(20), presence="yes")

    assert ("Kashuvi Ouest" in text_of(as_role(roles.BUYER).get(f"/sites/?{query}"))) is found


def test_a_visit_recorded_twice_by_one_form_is_one_visit(world, as_role):
    programme = as_role(roles.PROGRAMME_MANAGER)
    path = f"/sites/{world.site}/visit/"
    form = shown(programme, path) | SEEN | {"workers": "58"}

    first = programme.post(path, form, follow=True)
    again = programme.post(path, form, follow=True)

    assert Visit.objects.count() == 1
    assert "Confirmed: it is recorded." in text_of(first)
    assert "This was already recorded. Nothing has changed." in text_of(again)


def test_no_answer_of_a_visit_is_filled_in_beforehand(world, as_role):
    programme = as_role(roles.PROGRAMME_MANAGER)
    path = f"/sites/{world.site}/visit/"

    page = programme.post(path, {"key": str(uuid4()), "at": make.NOW, "visited_on": make.DUG, "by_whom": "Field team"})

    assert page.status_code == 422
    assert page.content.decode().count("checked") == 0
    assert Visit.objects.count() == 0


def test_a_visit_in_the_future_is_told_at_its_day(world, as_role):
    programme = as_role(roles.PROGRAMME_MANAGER)
    path = f"/sites/{world.site}/visit/"

    page = programme.post(path, shown(programme, path) | SEEN | {"visited_on": in_days(3)})

    assert page.status_code == 422
    assert 'id="id_visited_on_error"' in page.content.decode()


def test_an_act_is_recorded_with_its_paper(world, as_role):
    regulator = as_role(roles.REGULATOR)
    path = f"/sites/{world.site}/act/"
    form = shown(regulator, path) | {"by": "state", "status": "red", "act": "0300/2026, art. 1"}

    page = text_of(regulator.post(path, form, follow=True))

    assert "State Red" in page
    assert "0300/2026, art. 1" in page


@pytest.mark.parametrize(
    ("role", "sees"), [(roles.REGULATOR, True), (roles.AUDITOR, True), (roles.BUYER, False), (roles.DEPOT_CLERK, False)]
)
def test_names_of_armed_groups_are_for_overseers_alone(world, as_role, role, sees):
    seen = {
        "place": world.site,
        "visited_on": make.days_ago(9),
        **SEEN,
        "presence": "yes",
        "groups": "Group of the hill",
    }
    make.entered(world.programme, make.envelope("site.visited.v1", at=datetime.now(UTC).isoformat(), **seen))

    assert ("Group of the hill" in as_role(role).get(f"/sites/{world.site}/").content.decode()) is sees


@pytest.mark.parametrize(("role", "sees"), [(roles.REGULATOR, True), (roles.BUYER, False)])
def test_the_exact_place_is_for_overseers_alone(world, as_role, role, sees):
    site = make.code("S")
    facts = {"place": site, "name": "Hill", "country": "CD", "zone": "Africa/Lubumbashi", "minerals": ["gold"]}
    exact = {"cell": "-1.9,28.9", "latitude_e6": -1_934_567, "longitude_e6": 28_912_345}
    make.entered(world.programme, make.envelope("site.registered.v1", **facts, **exact))

    page = as_role(role).get(f"/sites/{site}/").content.decode()

    assert ("-1.93457" in page) is sees


def test_the_page_of_a_site_asks_as_many_questions_for_many_visits_as_for_one(world, as_role):
    client = as_role(roles.AUDITOR)
    world.visit(on=make.days_ago(90))
    world.bought()
    one = questions(client, f"/sites/{world.site}/")
    for days in range(20):
        world.visit(on=make.days_ago(days))
        world.bought()

    assert questions(client, f"/sites/{world.site}/") == one


def test_pages_of_the_register_lead_forth_and_back(world, as_role, monkeypatch):
    monkeypatch.setattr("sites.listing.paging.PER_PAGE", 4)
    for number in range(9):
        world.new_site(f"Site {number:02d}")
    client = as_role(roles.AUDITOR)
    seen, query = [], ""
    while query is not None:
        answer = client.get(f"/sites/?{query}")
        seen += [line.site.name for line in answer.context["lines"]]
        query, back = answer.context["page"].after or None, answer.context["page"].before

    assert seen == ["Kashuvi Ouest", *(f"Site {number:02d}" for number in range(9))]
    assert [line.site.name for line in client.get(f"/sites/?{back}").context["lines"]] == seen[4:8]
