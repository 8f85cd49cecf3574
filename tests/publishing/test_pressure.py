"""While the log is behind or frozen nothing is let in, nothing is written, and the same key may come again."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ledger.errors import LogBehind, LogFrozen
from ledger.inbox.receiving import receive
from ledger.log import halting, pressure
from ledger.log.models import EventKey, Opening, Pending
from ledger.models import InboxEntry
from ledger.parties import roles
from tests import make
from tests.served import PROBLEM, caller

IN_THE_DATABASE = (EventKey, InboxEntry, Opening, Pending)


@pytest.fixture(autouse=True)
def nothing_seen_yet():
    pressure.look_again()
    yield
    pressure.look_again()


@pytest.fixture
def tagger(world, house):
    world.issue()
    house.seal()
    return caller(roles.TAGGING_AGENT, world.agency)


def rows():
    return {table.__name__: table.objects.count() for table in IN_THE_DATABASE}


def too_many(settings):
    settings.LOG_MOST_PENDING = 1


def too_old(settings):
    settings.LOG_OLDEST_PENDING_S = 0


@pytest.mark.parametrize("limit", [too_many, too_old])
def test_a_program_is_told_when_to_come_again_and_then_is_let_in(world, tagger, house, settings, limit):
    bag, refused = world.tagging(), world.tagging()
    tagger.enter(world.tagging())
    limit(settings)
    pressure.look_again()
    before = rows()

    late = tagger.enter(refused, {"key": "no key"})

    assert (late.status_code, late["Content-Type"], late.json()["code"]) == (503, PROBLEM, "log_behind")
    assert int(late["Retry-After"]) >= 1
    assert "send the same again" in late.json()["detail"]
    assert rows() == before

    house.seal()
    pressure.look_again()
    answers = tagger.enter(refused).json()["answers"] + tagger.enter(refused).json()["answers"]
    assert [answer["status"] for answer in answers] == ["recorded", "repeated"]
    assert bag["key"] != refused["key"]


def test_what_is_within_the_limits_is_let_in(world, tagger, settings):
    settings.LOG_MOST_PENDING, settings.LOG_OLDEST_PENDING_S = 3, 600

    answers = [tagger.enter(world.tagging()).status_code for _ in range(2)]

    assert answers == [200, 200]


def test_the_log_is_asked_once_for_many_batches(world, tagger, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(pressure, "LOOK_EVERY_S", 600)
    pressure.look_again()
    with django_assert_num_queries(1):
        for _ in range(20):
            pressure.refuse_if_behind()


def test_a_frozen_log_says_so_to_programs(world, tagger):
    halting.freeze("behind", None, None)
    before = rows()

    answer = tagger.enter(world.tagging())

    assert (answer.status_code, answer.json()["code"]) == (503, "log_frozen")
    assert int(answer["Retry-After"]) >= 60
    assert rows() == before
    halting.thaw()
    assert tagger.enter(world.tagging()).status_code == 200


def test_a_log_that_freezes_behind_the_question_still_takes_nothing(world, tagger, monkeypatch):
    from ledger.deeds import batches

    def judge(*words):
        halting.freeze("behind", None, None)
        return judged(*words)

    judged = batches.judge
    monkeypatch.setattr(batches, "judge", judge)
    before = rows()

    with pytest.raises(LogFrozen):
        receive([world.tagging()], world.tagger)

    assert rows() == before


def test_an_invented_world_is_let_in_however_much_waits(world, tagger, settings):
    tagger.enter(world.tagging())
    too_many(settings)
    pressure.look_again()

    make.entered(world.tagger, world.tagging())
    with pytest.raises(LogBehind):
        receive([world.tagging()], world.tagger)


@pytest.fixture
def desk(world):
    client = Client()
    client.force_login(make.user("tagger", roles.TAGGING_AGENT, world.agency))
    return client


def filled(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


@pytest.mark.parametrize("why", ["behind", "frozen"])
def test_a_page_keeps_what_was_filled_in_and_sends_it_again(world, house, tagger, desk, settings, why):
    lot = world.lot()
    form = filled(desk.get("/desk/weigh/").content.decode())
    said = {**form, "lot": lot, "gross": "46.2", "tare": "0.4", "step": "depot"}
    if why == "behind":
        too_many(settings)
        pressure.look_again()
    else:
        halting.freeze("behind", None, None)
    before = rows()

    answer = desk.post("/desk/weigh/", said)

    page = answer.content.decode()
    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert "It is recorded once, however often it is sent." in page
    assert rows() == before
    house.seal() if why == "behind" else halting.thaw()
    pressure.look_again()
    assert filled(page)["lot"] == lot
    assert filled(page)["key"] == form["key"]
    assert desk.post("/desk/weigh/", filled(page)).status_code < 400
    assert EventKey.objects.get(key=form["key"]).outcome == "recorded"


def test_a_program_that_has_time_waits(world, tagger, house, settings, monkeypatch):
    monkeypatch.setattr(pressure, "LOOK_EVERY_S", 0.01)
    tagger.enter(world.tagging())
    too_many(settings)
    pressure.look_again()
    with pytest.raises(LogBehind):
        pressure.wait_while_behind(most_s=0.05)

    house.seal()
    pressure.wait_while_behind(most_s=5)
