"""How well a rule has done: what it found, what became of it, and what people answered."""

from datetime import date

import pytest
from django.test import Client

from ledger.deeds.replay import compare
from ledger.models import Flag
from ledger.parties import roles
from ledger.reference.parameters import in_force
from ledger.risk.engine import look_at_places
from ledger.risk.record import Record, records
from ledger.risk.rules import RISK_RULES
from sites.risk.record_page import sentences_of
from tests import make
from tests.make import days_ago, entered_today, envelope

PLAU_06 = "PLAU-06"


def today():
    return date.fromisoformat(days_ago(0))


def answered(world, site, verdict, **more):
    flag = Flag.objects.get(rule=PLAU_06, subject=site, cleared_on=None)
    said = {"flag": str(flag.key), "verdict": verdict, "note": "The field team was there.", **more}
    entered_today(world.programme, envelope("flag.answered.v1", at=now(), **said))


def now():
    return f"{days_ago(0)}T00:00:00+00:00"


def test_a_rule_that_never_spoke_has_no_record(db):
    assert records() == {}


def test_findings_are_counted_by_what_became_of_them(world):
    sites = [world.site, *(world.new_site(f"Luvembe {number}") for number in range(4))]
    look_at_places(sites, today())

    answered(world, sites[0], "false", until=days_ago(-30))
    answered(world, sites[1], "true")
    answered(world, sites[2], "accepted", until=days_ago(-30))
    world_visits(world, sites[3])
    look_at_places(sites, today())

    (record,) = [each for each in records().values() if each.rule == PLAU_06]
    assert (record.raised, record.open, record.gone) == (5, 3, 1)
    assert (record.true, record.false, record.accepted, record.explained) == (1, 1, 1, 0)
    assert (record.median_days, record.judged) == (0, 2)


def world_visits(world, site):
    answers = {"on_site": "yes", "presence": "no", "interference": "no", "children": "unknown"}
    said = {"place": site, "visited_on": days_ago(1), "by_whom": "Field team", **answers}
    entered_today(world.programme, envelope("site.visited.v1", at=now(), **said))


def test_a_finding_whose_numbers_changed_is_one_finding(world):
    world.visit(on="2025-01-15")
    look_at_places([world.site], today())
    world.visit(on="2025-03-15")
    look_at_places([world.site], today())
    assert Flag.objects.filter(rule=PLAU_06).count() == 2, "the day of the last visit is another"

    record = records()[PLAU_06]

    assert (record.raised, record.open, record.gone) == (1, 1, 0)
    assert compare()[1] == {}


def test_what_came_back_is_another_finding(world):
    look_at_places([world.site], today())
    world_visits(world, world.site)
    look_at_places([world.site], today())
    look_at_places([world.site], date(today().year + 2, 1, 1))

    assert records()[PLAU_06] == Record(PLAU_06, raised=2, open=1, gone=1, median_days=0)


def test_kilograms_of_open_findings_are_what_they_affected(world):
    world.lot(mass_g=40_000)
    look_at_places([world.site], today())

    assert records()[PLAU_06].open_g == 40_000


def signed_in(role, party):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


@pytest.mark.parametrize("role", [roles.AUDITOR, roles.REGULATOR, roles.PROGRAMME_MANAGER])
def test_the_page_tells_every_rule_with_its_numbers_to_those_who_oversee(world, role):
    look_at_places([world.site], today())

    page = signed_in(role, world.programme_party).get("/risk/rules/").content.decode()

    assert all(f'id="{rule_id}"' in page for rule_id in RISK_RULES)
    assert "The last on-site visit was on …, … days ago; the limit is … months." in page
    assert "no_visit_unknown_months" in page
    assert str(RISK_RULES[PLAU_06].innocent[0]) in page


def test_the_page_is_not_for_the_trade(world):
    assert signed_in(roles.DEPOT_MANAGER, world.ours.party).get("/risk/rules/").status_code == 403


def test_the_page_asks_as_many_questions_of_one_flag_as_of_many(world, django_assert_num_queries):
    client = signed_in(roles.AUDITOR, world.programme_party)
    client.get("/risk/rules/")
    look_at_places([world.site, *(world.new_site(f"Luvembe {number}") for number in range(5))], today())

    with django_assert_num_queries(6, exact=False):
        client.get("/risk/rules/")


def test_sentences_have_dots_where_numbers_go_and_the_hardest_stands_first():
    told = sentences_of(RISK_RULES["WGT-07"])

    assert [severity for severity, _ in told] == ["hold", "warn"]
    assert told[0][1] == "Provisionally … of …, finally …. Ask for an umpire's assay."
    assert not any("%" in words for rule in RISK_RULES.values() for _, words in sentences_of(rule))


@pytest.mark.parametrize(
    ("name", "day", "values"),
    [
        ("reweigh_warn_g", date(2026, 11, 23), [("", "", 500), ("", "gold", 5)]),
        ("radioactive_mineral_ppm", date(2013, 1, 1), [("", "", 0)]),
        ("radioactive_mineral_ppm", date(2026, 11, 23), [("", "", 0), ("RW", "", 500)]),
        ("export_quota_co_kg", date(2025, 11, 30), [("", "", 0), ("CD", "", 7_250_000)]),
    ],
)
def test_numbers_in_force_are_everybodys_and_the_countrys_own(name, day, values):
    assert [(row.country, row.of, row.value) for row in in_force(name, day)] == values
