"""Who speaks without a name stays without one: only a code comes back, and little is kept (WB-01)."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.log.models import EventKey
from ledger.parties import roles
from ledger.risk.incidents import tips
from ledger.risk.incidents.models import Incident, Tip, TipHour
from ledger.risk.incidents.seeing import tips_seen_by
from ledger.risk.incidents.tips import Said, TooMany
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 10, 42, 17, tzinfo=UTC)
WORDS = "The inspector takes 2,000 a bag. My brother Amani saw it."


def kept(code):
    return Tip.objects.get(code_mark=tips.mark_of(code))


@pytest.mark.rule("WB-01")
def test_a_message_comes_back_by_its_code_and_by_nothing_else(db):
    code = tips.take(Said(WORDS), NOW)

    assert tips.find(tips.shown(code).lower()) == kept(code)
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    assert tips.find(wrong) is None
    assert tips.find("") is None
    assert len(code) == 13


@pytest.mark.rule("WB-01")
def test_nothing_that_is_kept_names_the_reporter_or_the_hour(db):
    code = tips.take(Said(WORDS, contact="+243 000 111 222"), NOW)
    row = {field.name: getattr(kept(code), field.name) for field in Tip._meta.concrete_fields}

    said = " ".join(
        bytes(value).decode() if isinstance(value, bytes | memoryview) else str(value) for value in row.values()
    )
    assert code not in said
    assert "Amani" not in said
    assert "+243" not in said
    assert "10:42" not in said
    assert (tips.read(kept(code).words), tips.read(kept(code).contact)) == (WORDS, "+243 000 111 222")


@pytest.mark.rule("WB-01")
def test_a_message_opens_no_case_and_enters_no_log_before_somebody_has_read_it(db):
    assert tips.take(Said(WORDS), NOW)

    assert not Incident.objects.exists()
    assert not EventKey.objects.exists()


def test_what_is_added_later_and_what_is_answered_is_one_thread(db):
    tip = kept(tips.take(Said(WORDS), NOW))
    tips.add(tip, "It was on Tuesday.", by_reporter=True, now=NOW)
    tips.add(tip, "At which road?", by_reporter=False, now=NOW)

    assert [(each.by_reporter, words) for each, words in tips.thread(tip)] == [
        (True, "It was on Tuesday."),
        (False, "At which road?"),
    ]


def test_more_than_an_hour_holds_are_asked_to_come_back(db, monkeypatch):
    monkeypatch.setattr(tips, "parameter", lambda name, day: 2)
    for _ in range(2):
        tips.take(Said(WORDS), NOW)

    with pytest.raises(TooMany):
        tips.take(Said(WORDS), NOW)
    assert tips.take(Said(WORDS), NOW + timedelta(hours=1))
    tips.take(Said(WORDS), NOW + timedelta(days=3))
    assert TipHour.objects.count() == 1


@pytest.mark.rule("WB-01")
def test_the_accused_agency_reads_no_message_and_the_programme_none_about_itself(cases):
    world = cases.world
    programme, agency = cases.officer, Actor("inspector", world.agency, frozenset({roles.REGULATOR}))
    about_state = kept(tips.take(Said(WORDS, about="state"), NOW))
    about_us = kept(tips.take(Said(WORDS, about="programme"), NOW))

    assert list(tips_seen_by(programme)) == [about_state]
    assert list(tips_seen_by(agency)) == [about_us]
    assert not tips_seen_by(world.ours.manager).exists()
    assert not tips_seen_by(world.auditor).exists()


@pytest.mark.rule("WB-01")
def test_a_message_that_became_a_case_is_hidden_from_whoever_the_case_names(cases):
    named, other = cases.officer, Actor("other", make.code(codes.PARTY), frozenset({roles.PROGRAMME_MANAGER}))
    tip = kept(tips.take(Said(WORDS), NOW))
    tips.taken(tip, cases.reported(parties=[cases.world.programme_party]))

    assert not tips_seen_by(named).exists()
    assert tips_seen_by(other).exists()


def test_nobody_reading_in_time_is_told(db):
    tip = kept(tips.take(Said(WORDS), NOW))

    assert not tips.waits_too_long(tip, NOW.date() + timedelta(days=1))
    assert tips.waits_too_long(tip, NOW.date() + timedelta(days=2))
