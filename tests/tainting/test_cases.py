"""Incidents at Level 1 and confirmed hits are followed through the ore, in confidence, and taken back cleanly."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ledger.models import Hold, Taint
from ledger.parties import roles
from ledger.risk.screening.following import follow_screening
from ledger.risk.screening.loading import load
from ledger.risk.screening.models import Hit
from ledger.risk.screening.running import run_to_the_end
from ledger.risk.tainting.reaching import touched_by
from ledger.tasks import watch_for_risk
from tests import make
from tests.incidents.conftest import Cases
from tests.make import entered_today, envelope
from tests.screening import lists

AT = "2026-11-10T08:00:00+02:00"


@pytest.fixture
def cases(world):
    return Cases(world)


@pytest.fixture
def watch(seal):
    def look():
        seal()
        watch_for_risk()

    return look


def reported(cases, **more):
    facts = {"category": "A2-3.ii", "since": "2026-11-01", "until": "2026-11-05", **more}
    return cases.reported(at=AT, **facts)


def page(party, role, key):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client.get(f"/findings/{key}/").status_code


def test_a_case_at_level_1_is_followed_by_its_code_and_not_by_the_name_of_its_place(world, cases, watch):
    bag = world.bought(mass_g=30_000)
    code = reported(cases)
    watch()

    taint = Taint.objects.get(why="incident")
    assert (taint.subject, taint.rule) == (code, "INC-02")
    assert touched_by(taint) == {bag: 30_000}


def test_a_case_of_less_weight_is_not_followed(world, cases, watch):
    world.bought()
    reported(cases, category="LOGBOOK-ERROR", level=3)
    watch()

    assert not Taint.objects.filter(why="incident").exists()


def test_in_confidence_only_those_with_touched_lots_and_overseers_open_it(world, cases, watch):
    world.bought()
    reported(cases)
    watch()
    key = Taint.objects.get(why="incident").key

    assert page(world.programme_party, roles.AUDITOR, key) == 200
    assert page(world.ours.party, roles.DEPOT_MANAGER, key) == 200
    assert page(world.rivals.party, roles.DEPOT_MANAGER, key) == 404
    stranger = Client()
    stranger.force_login(make.user("rival", roles.DEPOT_MANAGER, world.rivals.party))
    assert str(key) not in stranger.get("/findings/").content.decode()


@pytest.fixture
def hit(world, seal, settings, tmp_path):
    """A listed company bears the name of ours, which bought a lot and sold another."""
    settings.PAPERS_FOLDER = tmp_path / "papers"
    load("un", lists.un(lists.entity("1", "Comptoir Orevia")), date(2026, 11, 1))
    seal()
    follow_screening()
    run_to_the_end()
    return Hit.objects.get(party=world.ours.party)


def decide(world, hit, decision, **more):
    facts = {"party": hit.party, "hit": str(hit.key), "decision": decision, "reason": "Compared.", **more}
    entered_today(world.programme, envelope("hit.decided.v1", **facts))


def test_a_confirmed_hit_holds_what_lies_in_its_hands_and_lists_what_it_has_sold(world, hit, watch):
    kept, sold = world.bought(mass_g=30_000), world.bought(mass_g=5_000)
    world.received(world.dispatched(sold))
    decide(world, hit, "confirmed", second="register_number")
    watch()

    taint = Taint.objects.get(why="hit")
    assert touched_by(taint) == {kept: 30_000, sold: 5_000}
    assert list(Hold.objects.filter(cause=str(taint.key)).values_list("lot", "ended_on")) == [(kept, None)]


def test_decided_anew_it_lets_go_what_it_held_and_nothing_else(world, hit, watch):
    kept = world.bought()
    decide(world, hit, "confirmed", second="register_number")
    watch()
    entered_today(world.programme, envelope("lot.held.v1", lot=kept, rule="TAG-09"))
    decide(world, hit, "not_same", second="register_number")
    watch()

    assert Taint.objects.get(why="hit").withdrawn_on is not None
    assert list(Hold.objects.filter(lot=kept, ended_on=None).values_list("rule", flat=True)) == ["TAG-09"]
