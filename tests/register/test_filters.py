"""Filters one by one, over sites that real deeds brought into the register."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from ledger.parties import roles
from sites.listing import paging
from sites.positions.following import look_at_once
from tests import make
from tests.pages.test_lot_page import questions, text_of


def in_days(days):
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def found(client, **query):
    """Return the names that the list shows for a question."""
    return [line.site.name for line in client.get(f"/sites/?{urlencode(query)}").context["lines"]]


@pytest.fixture
def overseer(as_role):
    return as_role(roles.AUDITOR)


def registered(world, name, **facts):
    """Register a site and return its code."""
    site = make.code("S")
    known = {"name": name, "country": "CD", "zone": "Africa/Lubumbashi", "minerals": ["cassiterite"]}
    envelope = make.envelope("site.registered.v2", place=site, **{**known, **facts})
    look_at_once(make.entered(world.programme, envelope))
    return site


def visited(world, place, days_ago, **seen):
    day = make.days_ago(days_ago)
    answers = {"on_site": "yes", "presence": "no", "interference": "no", "children": "unknown", **seen}
    facts = {"place": place, "visited_on": day, "by_whom": "Field team", **answers}
    make.entered(world.programme, make.envelope("site.visited.v1", at=f"{day}T12:00:00+02:00", **facts))


@pytest.mark.parametrize("colour", ["green", "yellow", "red", "blue"])
def test_a_colour_finds_the_sites_that_have_it_today(world, overseer, colour):
    world.status(colour, since=make.days_ago(40))
    world.new_site("Without a status", status=None)

    assert found(overseer, status=colour) == ["Kashuvi Ouest"]
    assert found(overseer, status="none") == ["Without a status"]


def test_a_green_of_two_years_ago_is_found_as_blue(world, overseer):
    world.status("green", since=make.days_ago(730))

    assert found(overseer, status="green") == []
    assert found(overseer, status="blue") == ["Kashuvi Ouest"]


@pytest.mark.parametrize(
    ("days", "expected"), [(20, {"30", "60", "90"}), (45, {"60", "90"}), (75, {"90"}), (120, set())]
)
def test_what_ends_soon_is_found_by_the_days_left(world, overseer, days, expected):
    world.status("green", since=make.days_ago(200), valid_to=in_days(days))

    assert {within for within in ("30", "60", "90") if found(overseer, ends=within)} == expected
    assert found(overseer, ends="lapsed") == []


def test_a_yellow_that_nobody_looked_at_again_is_found_as_overdue(world, overseer):
    world.status("yellow", since=make.days_ago(250))

    assert found(overseer, ends="lapsed") == ["Kashuvi Ouest"]


def test_a_scheme_s_word_is_a_filter_of_its_own(world, overseer):
    world.status("active", by="scheme", scheme="Pamoja", since=make.days_ago(40))
    world.new_site("Outside", status=None)

    assert found(overseer, scheme="active") == ["Kashuvi Ouest"]
    assert found(overseer, scheme="suspended") == []
    assert found(overseer, scheme="none") == ["Outside"]
    assert found(overseer, status="none") == ["Kashuvi Ouest", "Outside"]


@pytest.mark.parametrize("question", ["presence", "interference"])
def test_armed_actors_are_yes_no_or_not_known(world, overseer, question):
    for name, answer in {"Seen": "yes", "Not seen": "no", "Not looked at": "unknown"}.items():
        visited(world, registered(world, name), 30, **{question: answer})

    assert found(overseer, **{question: "yes"}) == ["Seen"]
    assert found(overseer, **{question: "no"}) == ["Not seen"]
    assert found(overseer, **{question: "unknown"}) == ["Kashuvi Ouest", "Not looked at"]


def test_a_visit_that_did_not_look_leaves_the_last_answer(world, overseer):
    visited(world, world.site, 60, presence="yes")
    visited(world, world.site, 5, presence="unknown")

    assert found(overseer, presence="yes") == ["Kashuvi Ouest"]


def test_no_visit_for_months_counts_sites_that_were_never_visited(world, overseer):
    for name, days in {"A month": 30, "Eight months": 245, "Two years": 730}.items():
        visited(world, registered(world, name), days)
    visited(world, registered(world, "Hearsay"), 10, on_site="no")

    assert found(overseer, visit="fresh") == ["A month"]
    assert found(overseer, visit="stale") == ["Eight months", "Hearsay", "Kashuvi Ouest", "Two years"]
    assert found(overseer, visit="old") == ["Hearsay", "Kashuvi Ouest", "Two years"]
    assert found(overseer, visit="never") == ["Hearsay", "Kashuvi Ouest"]


def test_diggers_come_in_bands_and_not_counted_is_one(world, overseer):
    for name, workers in {"Nineteen": 19, "Twenty": 20, "Crowd": 900}.items():
        visited(world, registered(world, name), 30, workers=workers)

    assert found(overseer, workers="1") == ["Nineteen"]
    assert found(overseer, workers="20") == ["Twenty"]
    assert found(overseer, workers="200") == ["Crowd"]
    assert found(overseer, workers="none") == ["Kashuvi Ouest"]


def test_ore_and_province_narrow_the_list(world, overseer):
    registered(world, "Gold of the hill", minerals=["gold", "cassiterite"], province="Ituri")

    assert found(overseer, mineral="gold") == ["Gold of the hill"]
    assert found(overseer, mineral="cassiterite") == ["Gold of the hill", "Kashuvi Ouest"]
    assert found(overseer, area="CD:Ituri") == ["Gold of the hill"]
    assert found(overseer, area="CD") == ["Gold of the hill", "Kashuvi Ouest"]
    assert found(overseer, area="RW") == []


def test_our_reading_is_the_worst_open_flag(world, overseer, settled):
    registered(world, "Nobody looked")
    visited(world, world.site, 200)
    settled()

    assert found(overseer, reading="warn") == ["Kashuvi Ouest"]
    assert found(overseer, reading="unknown") == ["Nobody looked"]
    assert found(overseer, reading="stop") == found(overseer, reading="clear") == []


def test_filters_add_up(world, overseer):
    for name, presence in {"Armed and visited": "yes", "Visited": "no"}.items():
        visited(world, registered(world, name), 30, presence=presence)

    assert found(overseer, presence="yes", visit="fresh") == ["Armed and visited"]
    assert found(overseer, presence="yes", visit="never") == []


@pytest.mark.parametrize(
    "query", ["status=purple", "ends=soon", "workers=many", "visit=x", "lines=none", "mineral=x", "after=x", "area=%00"]
)
def test_an_address_that_means_nothing_is_read_as_if_it_were_not_there(world, overseer, query):
    if query == "area=%00":
        assert overseer.get(f"/sites/?{query}").status_code == 200
        return

    assert [line.site.name for line in overseer.get(f"/sites/?{query}").context["lines"]] == ["Kashuvi Ouest"]


def test_what_is_asked_stands_above_the_list_and_each_part_can_be_left_out(world, overseer):
    page = overseer.get("/sites/?status=none&area=CD&q=Kashuvi")

    assert "Name, code or place: Kashuvi" in text_of(page)
    assert "State status: No status" in text_of(page)
    without = {each["label"]: each["without"] for each in page.context["spoken"]}
    assert without["Name, code or place"] == "area=CD&status=none"
    assert without["State status"] == "q=Kashuvi&area=CD"


def test_an_empty_list_says_why_and_what_next(world, overseer):
    page = text_of(overseer.get("/sites/?status=red"))

    assert "No site of the register fits all that is asked for above." in page
    assert "Show all sites" in page
    assert "A site that is not here is not thereby safe." in page


def test_pages_lead_forth_and_back_also_among_namesakes(world, overseer, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 3)
    codes = []
    for _ in range(8):
        other = {"distinct_from": list(codes), "distinct_because": "A hill of its own"} if codes else {}
        codes.append(registered(world, "Mpenda", **other))
    seen, query, backs = [], "q=Mpenda", []
    while query:
        page = overseer.get(f"/sites/?{query}").context
        seen.append([line.site.code for line in page["lines"]])
        backs.append(page["page"].before)
        query = page["page"].after

    assert sum(seen, []) == sorted(codes)
    assert [len(each) for each in seen] == [3, 3, 2]
    assert [line.site.code for line in overseer.get(f"/sites/?{backs[-1]}").context["lines"]] == seen[-2]


def test_the_list_asks_as_many_questions_for_sixty_sites_as_for_three(world, overseer, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 100)
    for number in range(2):
        visited(world, registered(world, f"First {number}", province="Ituri"), 30)
    three = questions(overseer, "/sites/?visit=fresh")
    for number in range(60):
        visited(world, registered(world, f"Site {number:02d}", province=f"Province {number % 9}"), 30)

    assert len(found(overseer, visit="fresh")) == 62
    assert questions(overseer, "/sites/?visit=fresh") == three


@pytest.mark.parametrize("role", roles.ROLES)
def test_kilograms_of_a_site_are_for_overseers(world, as_role, role):
    world.status("green", since=make.days_ago(40))
    world.lot(dug_on=make.days_ago(3), at=f"{make.days_ago(2)}T10:00:00+02:00")

    page = text_of(as_role(role).get("/sites/"))

    sees = role in {roles.AUDITOR, roles.REGULATOR, roles.PROGRAMME_MANAGER}
    assert ("kg, 30 days" in page) is ("45.8" in page) is sees
