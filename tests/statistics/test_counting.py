"""What is counted: which visit of a site, sites or miners, and that blank is unknown and never no."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ledger.deeds.kinds import KINDS
from ledger.parties import roles
from sites.statistics.asking import Question
from sites.statistics.counting import visit_statistics
from tests import make

KEYS = {"definition", "sites", "miners", "unknown", "all", "by_mineral", "by_scheme"}
GROUP = {"sites", "miners", "presence", "interference"}
PROJECT = "Field visits"


class Visits:
    """Sites with visits, as a small programme has them."""

    def __init__(self, world) -> None:
        self.world = world

    def site(self, *minerals: str) -> str:
        place = make.code("S")
        facts = {
            "place": place,
            "name": place,
            "country": "CD",
            "zone": "Africa/Lubumbashi",
            "minerals": list(minerals),
        }
        make.entered(self.world.programme, make.envelope("site.registered.v1", **facts))
        return place

    def visit(self, place: str, on: str, **seen) -> int:
        facts = {"place": place, "visited_on": on, "on_site": "yes", "presence": "unknown", "interference": "unknown",
                 "children": "unknown", "by_whom": "Team", "project": PROJECT, **seen}  # fmt: skip
        (answer,) = make.entered(self.world.programme, make.envelope("site.visited.v2", **facts))
        return answer.event_id


@pytest.fixture
def visits(world) -> Visits:
    return Visits(world)


@pytest.fixture
def four_sites(visits):
    """Two of tin (one under a scheme), one of gold, one of which nobody said anything."""
    tin, other_tin, gold, silent = (visits.site(*ores) for ores in (["cassiterite"], ["coltan", "gold"], ["gold"], []))
    visits.visit(tin, "2018-01-10", presence="yes", interference="yes", workers=900)
    visits.visit(tin, "2018-06-10", presence="no", interference="no", workers=100, schemes=["itsci"])
    visits.visit(other_tin, "2018-03-01", presence="yes", interference="no", workers=50)
    visits.visit(gold, "2018-02-01", presence="yes", interference="yes", workers=250)
    visits.visit(silent, "2018-02-02")
    return visits


def test_each_site_counts_once_by_its_latest_visit(four_sites):
    found = visit_statistics(Question())

    assert set(found) == KEYS and set(found["all"]) == GROUP
    assert (found["sites"], found["miners"]) == (4, 400)
    assert found["all"]["presence"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["all"]["interference"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["unknown"] == {"presence": 1, "interference": 1, "workers": 1}


def test_any_visit_that_said_yes_makes_a_yes(four_sites):
    found = visit_statistics(Question(visit="any"))

    assert found["all"]["presence"] == 1.0
    assert found["all"]["interference"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["miners"] == 400, "the newest count, not the largest"


def test_by_miner_a_site_weighs_as_much_as_its_workers(four_sites):
    found = visit_statistics(Question(unit="miner"))

    assert found["all"]["presence"] == pytest.approx(300 / 400, abs=1e-6)
    assert found["all"]["interference"] == pytest.approx(250 / 400, abs=1e-6)


def test_a_visit_without_a_count_is_unknown_for_miners_alone(visits):
    counted, uncounted = visits.site("gold"), visits.site("gold")
    visits.visit(counted, "2018-01-01", presence="no", interference="no", workers=10)
    visits.visit(uncounted, "2018-01-01", presence="yes", interference="yes")

    by_site, by_miner = visit_statistics(Question()), visit_statistics(Question(unit="miner"))

    assert (by_site["all"]["presence"], by_miner["all"]["presence"]) == (0.5, 0.0)
    assert by_site["unknown"] == {"presence": 0, "interference": 0, "workers": 1}
    assert by_miner["unknown"] == {"presence": 1, "interference": 1, "workers": 1}


def test_blank_is_unknown_and_never_no(visits):
    site = visits.site("gold")
    visits.visit(site, "2018-01-01", presence="yes", interference="unknown", workers=10)

    found = visit_statistics(Question())

    assert (found["all"]["presence"], found["all"]["interference"]) == (1.0, None)
    assert found["unknown"]["interference"] == 1


def test_ores_and_schemes_are_groups_of_all(four_sites):
    found = visit_statistics(Question())

    assert {name: group["sites"] for name, group in found["by_mineral"].items()} == {"3T": 2, "gold": 1, "unknown": 1}
    assert {name: group["sites"] for name, group in found["by_scheme"].items()} == {"covered": 1, "none_recorded": 3}
    assert found["by_scheme"]["covered"] == {"sites": 1, "miners": 100, "presence": 0.0, "interference": 0.0}
    assert all(set(group) == GROUP for by in ("by_mineral", "by_scheme") for group in found[by].values())


def test_the_ores_that_were_seen_come_before_those_on_record(visits):
    site = visits.site("cassiterite")
    visits.visit(site, "2018-01-01", minerals=[{"mineral": "gold"}])

    assert list(visit_statistics(Question())["by_mineral"]) == ["gold"]


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ({"schemes": ["itsci"]}, "covered"),
        ({"scheme_recorded": "active"}, "covered"),
        ({"schemes": ["itsci"], "scheme_recorded": "suspended"}, "none_recorded"),
        ({"scheme_recorded": "suspended"}, "none_recorded"),
        ({}, "none_recorded"),
    ],
)
def test_a_suspended_scheme_covers_nobody(visits, said, group):
    visits.visit(visits.site("gold"), "2018-01-01", **said)

    assert list(visit_statistics(Question())["by_scheme"]) == [group]


@pytest.mark.parametrize(
    ("question", "sites", "presence"),
    [
        (Question(projects=(PROJECT,)), 4, 2 / 3),
        (Question(projects=("  FIELD VISITS ",)), 4, 2 / 3),
        (Question(projects=("Another",)), 1, 0.0),
        (Question(projects=("Another", PROJECT)), 5, 2 / 4),
        (Question(projects=("Nobody's",)), 0, None),
        (Question(before=date(2018, 6, 10), projects=(PROJECT,)), 4, 1.0),
        (Question(before=date(2018, 2, 1), projects=(PROJECT,)), 1, 1.0),
        (Question(onsite=True), 4, 2 / 3),
    ],
)
def test_what_is_asked_narrows_the_visits(four_sites, question, sites, presence):
    away = four_sites.site("gold")
    four_sites.visit(away, "2018-01-01", project="Another", on_site="no", presence="no")

    found = visit_statistics(question)

    assert found["sites"] == sites
    assert found["all"]["presence"] == (None if presence is None else pytest.approx(presence, abs=1e-6))


def test_of_two_visits_of_a_day_the_later_recorded_counts(visits):
    site = visits.site("gold")
    visits.visit(site, "2018-01-01", presence="no")
    visits.visit(site, "2018-01-01", presence="yes")

    assert visit_statistics(Question())["all"]["presence"] == 1.0


def test_a_visit_that_was_taken_back_does_not_count(visits):
    site = visits.site("gold")
    visits.visit(site, "2018-01-01", presence="no")
    wrong = visits.visit(site, "2018-06-01", presence="yes")

    taking = {"entries": [{"subject": site, "event": wrong}], "reason": "Another site."}
    make.entered(visits.world.programme, make.envelope("entries.withdrawn.v1", **taking))

    assert visit_statistics(Question())["all"]["presence"] == 0.0


def test_the_definition_says_what_was_counted_and_what_is_unknown(four_sites):
    question = Question(projects=(PROJECT,), before=date(2019, 1, 1), onsite=True, unit="miner", visit="any")

    definition = visit_statistics(question)["definition"]

    said = ("before 1 January 2019", "somebody was at the site", "any of these visits", "unknown and never no")
    for words in (PROJECT, *said, "miners", "4 sites with 400 miners", "presence at 1 sites", "none recorded"):
        assert words in definition


def command(*asked: str) -> str:
    said = StringIO()
    call_command("visit_statistics", *asked, stdout=said, stderr=said)
    return said.getvalue()


def test_the_command_prints_the_same_as_json(four_sites):
    printed = json.loads(command("--project", PROJECT, "--unit", "miner", "--visit", "any", "--onsite", "--json"))

    assert printed == visit_statistics(Question((PROJECT,), None, True, "miner", "any"))


def test_the_command_prints_a_table_and_names_projects_that_nobody_has(four_sites):
    said = command("--project", "Nobody's", "--before", "2019-01-01")

    assert "No visit names the project" in said and PROJECT in said
    assert "66.7%" in command("--project", PROJECT)


def test_a_day_that_is_none_is_one_sentence(db):
    with pytest.raises(CommandError, match="--before must be a day"):
        command("--before", "soon")


@pytest.fixture
def client(world) -> Client:
    made = Client()
    made.force_login(make.user("buyer", roles.BUYER, world.rivals.party))
    return made


def test_the_page_shows_shares_with_their_definition(four_sites, client):
    page = client.get("/statistics/", {"project": PROJECT, "unit": "site"}).content.decode()

    assert "66.7" in page and "unknown and never no" in page and "Left out as unknown: 1 sites" in page


def test_a_question_that_cannot_be_read_is_told(client):
    page = client.get("/statistics/?before=soon")

    assert page.status_code == 400
    assert "before" in page.content.decode()


def test_the_rows_behind_it_are_those_that_were_counted(four_sites, client):
    latest = client.get("/statistics/visits.csv", {"visit": "latest"}).getvalue().decode().splitlines()
    every = client.get("/statistics/visits.csv", {"visit": "any"}).getvalue().decode().splitlines()

    assert (len(latest), len(every)) == (1 + 4, 1 + 5)
    assert latest[0].startswith("site,visited_on,on_site,presence")
    assert "not counted" in client.get("/statistics/visits/").content.decode()


def test_the_rows_come_in_pages(four_sites, client, monkeypatch):
    monkeypatch.setattr("sites.statistics.page.PER_PAGE", 3)

    first = client.get("/statistics/visits/", {"visit": "any"})
    rest = client.get("/statistics/visits/?" + first.context["following"])

    seen = [row.event for page in (first, rest) for row, _name in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 5
    assert first.context["following"] and not rest.context["following"]


def test_a_formula_in_a_strangers_words_is_harmless_in_the_file(visits, client):
    visits.visit(visits.site("gold"), "2018-01-01", by_whom="=cmd()")

    assert "'=cmd()" in client.get("/statistics/visits.csv").getvalue().decode()


def test_the_api_gives_the_same(four_sites, world):
    from tests.served import Caller

    caller = Caller(make.user("buyer", roles.BUYER, world.rivals.party))
    asked = {"project": PROJECT, "unit": "miner", "visit": "any", "onsite": "1"}

    answer = caller.client.get("/api/v1/visit-statistics/", asked, headers=caller.headers)

    assert answer.json() == visit_statistics(Question((PROJECT,), None, True, "miner", "any"))
    wrong = caller.client.get("/api/v1/visit-statistics/", {"unit": "gram"}, headers=caller.headers)
    assert (wrong.status_code, wrong.json()["field"]) == (400, "unit")


def test_the_statistic_asks_two_questions_however_many_visits_there_are(four_sites, django_assert_num_queries):
    with django_assert_num_queries(2):
        visit_statistics(Question(projects=(PROJECT,)))


def test_a_merged_site_counts_as_the_one_it_was_merged_into(visits, client):
    kept, double = visits.site("gold"), visits.site("gold")
    visits.visit(kept, "2018-01-01", presence="yes")
    visits.visit(double, "2018-06-01", presence="no")
    merging = KINDS["site.merged.v1"].example | {"place": double, "into": kept}
    make.entered(visits.world.programme, make.envelope("site.merged.v1", **merging))

    found = visit_statistics(Question())
    file = client.get("/statistics/visits.csv", {"visit": "any"}).getvalue().decode().splitlines()[1:]

    assert (found["sites"], found["all"]["presence"]) == (1, 0.0)
    assert [line.split(",")[0] for line in file] == [kept, kept]
