"""The risk page of a site explains every flag: sentence, numbers, age, what would clear it; and who answers it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.models import Flag
from ledger.parties import roles
from ledger.proofs.signing import Signer
from ledger.risk.rules import RISK_RULES
from ledger.tasks import watch_for_risk
from tests import make
from tests.make import days_ago
from tests.pages.test_lot_page import text_of


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def seal(db, tmp_path):
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish


@pytest.fixture
def flagged(world, seal):
    """A site that nobody visited for seven months, and that gave a bag."""
    world.visit(days_ago(215))
    world.bought(mass_g=30_250)
    seal()
    watch_for_risk()
    return Flag.objects.get(rule="PLAU-06", subject=world.site)


def sign_in(party, role):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


def posted(client, path, **fields):
    page = client.get(path).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("key", "at")}
    return client.post(path, {**hidden, **fields})


def test_every_open_flag_of_a_site_says_what_it_is_how_old_and_what_clears_it(world, flagged):
    text = text_of(sign_in(world.programme_party, roles.AUDITOR).get(f"/sites/{world.site}/risk/"))

    for flag in Flag.objects.filter(subject=world.site, cleared_on=None):
        assert flag.rule in text
        assert str(RISK_RULES[flag.rule].clears) in text
    assert "215 days ago" in text
    assert "0 days, since" in text
    assert "30.25 kg when it was raised" in text


def test_a_keeper_answers_a_false_alarm_and_the_page_says_so(world, flagged):
    keeper = sign_in(world.agency, roles.REGULATOR)
    path = f"/risk/flags/{flagged.key}/"

    answer = posted(keeper, path, verdict="false", explanation="", note="The visit of May was not entered.")

    assert answer.status_code == 302
    flagged.refresh_from_db()
    assert (flagged.verdict, flagged.cleared_on is not None) == ("false", True)
    text = text_of(keeper.get(path))
    assert "false alarm" in text and "The visit of May was not entered." in text


def test_an_acceptance_needs_its_last_day(world, flagged):
    keeper = sign_in(world.agency, roles.REGULATOR)

    answer = posted(keeper, f"/risk/flags/{flagged.key}/", verdict="accepted", explanation="", note="Visit is booked.")

    assert answer.status_code == 422
    flagged.refresh_from_db()
    assert flagged.verdict is None


def test_who_sees_a_flag_explains_it_and_reads_no_words_of_others(world, flagged):
    ours, rival = (sign_in(each.party, roles.DEPOT_MANAGER) for each in (world.ours, world.rivals))
    path = f"/risk/flags/{flagged.key}/"

    posted(ours, path, explanation="1", note="Pit 4 opened in May.")

    assert "Pit 4 opened in May." in text_of(ours.get(path))
    seen = text_of(rival.get(path))
    assert "Pit 4" not in seen and "withheld" in seen


def test_flags_of_lots_are_seen_by_those_who_had_them_in_hand(world, seal):
    world.status("yellow", since="2026-10-01")
    lot = world.bought()
    seal()
    watch_for_risk()
    flag = Flag.objects.get(rule="MINE-02", subject=lot)

    assert sign_in(world.ours.party, roles.DEPOT_MANAGER).get(f"/risk/flags/{flag.key}/").status_code == 200
    assert sign_in(world.rivals.party, roles.DEPOT_MANAGER).get(f"/risk/flags/{flag.key}/").status_code == 404
    assert lot[:4] not in text_of(sign_in(world.rivals.party, roles.DEPOT_MANAGER).get("/risk/flags/"))


def test_the_lists_ask_a_fixed_number_of_questions(world, flagged, seal):
    client = sign_in(world.programme_party, roles.AUDITOR)

    def asked(path):
        client.get(path)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(path).status_code == 200
        return len(questions)

    few = asked("/risk/flags/"), asked(f"/sites/{world.site}/risk/")
    world.status("yellow", since="2026-10-01")
    for _ in range(4):
        world.bought()
    seal()
    watch_for_risk()

    # one more for flags of lots, whose kilograms now are another question
    assert asked("/risk/flags/") <= few[0] + 1
    assert asked(f"/sites/{world.site}/risk/") == few[1]
    assert "MINE-02" in client.get("/risk/flags/?rule=MINE-02").content.decode()
