"""Whoever follows something is told of it once, in their language, and of nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import resolve
from django.utils.translation import override

from ledger.log.models import Cursor
from ledger.parties import roles
from ledger.parties.access import actor_of
from ledger.telling.fanning import FOLLOWER, tell_new
from ledger.telling.following import CannotFollow, follow, stop_following
from ledger.telling.kinds import told_of
from ledger.telling.models import Endpoint, Follow, News, Notice, Reader
from ledger.telling.wording import DEPOT_PATH, ENDPOINTS_PATH, FLAG_PATH, INBOX_PATH, PATHS, SITE_PATH, Names, line_of
from tests import make
from tests.make import days_ago, entered, envelope

TODAY = date(2026, 11, 23)


def user(role, party):
    return make.user(role, role, party)


def followed(who, topic, **how):
    return follow(actor_of(who), who, topic, **how)


def subjects(who):
    return list(Notice.objects.filter(user=who).order_by("id").values_list("news__kind", "news__subject"))


def read(news, language="en"):
    with override(language):
        return line_of(news, Names([news.subject]), TODAY)


def test_a_follower_of_a_site_is_told_of_its_status_once(world, told_from_now):
    reader = user(roles.BUYER, world.rivals.party)
    followed(reader, world.site)
    world.status("red", since=days_ago(2))

    told_from_now()
    told_from_now()

    assert subjects(reader) == [("site.status_decided.v1", world.site)]
    news = News.objects.get()
    assert news.severity == "stop"
    line = read(news)
    assert line.about == "Kashuvi Ouest"
    assert line.sentence.startswith("The State decided: Red from ")
    assert line.path == f"/sites/{world.site}/"


def test_a_batch_that_comes_again_tells_nothing_twice(world, told_from_now):
    reader = user(roles.BUYER, world.rivals.party)
    followed(reader, world.site)
    world.status("yellow", since=days_ago(2))
    told_from_now()

    Cursor.objects.filter(name=FOLLOWER).update(position=0)
    tell_new()

    told = subjects(reader)
    assert told.count(("site.status_decided.v1", world.site)) == len(told) == len(set(News.objects.values_list("key")))
    assert Notice.objects.filter(user=reader, news__terms__status="yellow").count() == 1


def test_what_was_there_before_the_first_time_is_no_news(world, tell):
    reader = user(roles.BUYER, world.rivals.party)
    followed(reader, "*")

    tell()

    assert subjects(reader) == []


def test_a_holder_is_told_of_a_hold_without_asking_and_others_are_not(world, told_from_now):
    ours, rival = user(roles.DEPOT_CLERK, world.ours.party), user(roles.DEPOT_CLERK, world.rivals.party)
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))

    told_from_now()

    assert subjects(ours) == [("lot.held.v1", lot)]
    assert subjects(rival) == []
    assert "Somebody decides by" in read(News.objects.get()).sentence


def test_who_wants_nothing_of_their_own_is_not_told(world, told_from_now):
    ours = user(roles.DEPOT_CLERK, world.ours.party)
    Reader.objects.create(user=ours, own=False)
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))

    told_from_now()

    assert subjects(ours) == []


def test_only_what_weighs_enough_is_told(world, told_from_now):
    grave, all_of_it = user(roles.AUDITOR, world.programme_party), user(roles.AUDITOR, world.programme_party)
    followed(grave, world.site, least="stop")
    followed(all_of_it, world.site)
    world.status("yellow", since=days_ago(3))
    world.status("red", since=days_ago(2))

    told_from_now()

    assert [news.terms["status"] for news in News.objects.filter(notices__user=grave)] == ["red"]
    assert Notice.objects.filter(user=all_of_it).count() == 2


def test_a_country_brings_its_sites_and_everything_brings_all(world, told_from_now):
    of_country, of_other, of_all = (user(roles.AUDITOR, world.programme_party) for _ in range(3))
    followed(of_country, "cd")
    Follow.objects.create(user=of_other, topic="RW", begun_at="2026-11-01T00:00Z")
    followed(of_all, "*")
    world.status("red", since=days_ago(2))

    told_from_now()

    assert len(subjects(of_country)) == len(subjects(of_all)) == 1
    assert subjects(of_other) == []


def test_whoever_follows_a_site_is_told_of_its_lots_only_if_they_see_them(world, told_from_now):
    buyer, auditor = user(roles.BUYER, world.rivals.party), user(roles.AUDITOR, world.programme_party)
    followed(buyer, world.site)
    followed(auditor, world.site)
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    world.status("red", since=days_ago(2))

    told_from_now()

    assert subjects(buyer) == [("site.status_decided.v1", world.site)]
    assert subjects(auditor) == [("lot.held.v1", lot), ("site.status_decided.v1", world.site)]


def test_both_sides_of_a_road_are_told_of_a_lot_on_it(world, told_from_now):
    ours, rival = user(roles.DEPOT_CLERK, world.ours.party), user(roles.DEPOT_CLERK, world.rivals.party)
    lot = world.bought()
    world.dispatched(lot)
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="CUST-05"))

    told_from_now()

    assert subjects(ours) == subjects(rival) == [("lot.held.v1", lot)]


def test_whoever_stopped_following_or_lost_the_role_is_told_nothing(world, told_from_now):
    gone, stopped = user(roles.AUDITOR, world.programme_party), user(roles.AUDITOR, world.programme_party)
    followed(gone, "*")
    followed(stopped, "*")
    gone.roles.all().delete()
    stop_following(stopped, "*")
    world.status("red", since=days_ago(2))

    told_from_now()

    assert subjects(gone) == subjects(stopped) == []
    assert not News.objects.exists()


def test_a_lot_that_one_does_not_see_cannot_be_followed_and_is_not_told_from_one_that_is_not_there(world):
    rival = user(roles.BUYER, world.rivals.party)
    hidden = world.bought()

    for typed in (hidden, "P00000019", "S0000001Z", "XX", "nonsense", ""):
        with pytest.raises(CannotFollow) as refusal:
            followed(rival, typed)
        assert refusal.value.code == "unknown"
    assert not Follow.objects.exists()


def test_following_again_changes_how(world):
    reader = user(roles.AUDITOR, world.programme_party)
    followed(reader, world.site)

    followed(reader, world.site.lower(), least="warn", by_mail="daily")

    assert Follow.objects.values_list("topic", "least", "by_mail").get() == (world.site, "warn", "daily")


def test_a_follow_has_one_reader(db):
    from django.db import IntegrityError, transaction

    for nobody in (
        {},
        {"user": make.user("a", roles.BUYER, "Q"), "endpoint": Endpoint(id="7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(topic="*", begun_at="2026-11-01T00:00Z", **nobody)


def test_the_table_answers_for_every_version_of_a_kind():
    assert told_of("flag.raised.v1") is told_of("flag.raised.v9")
    assert told_of("lot.weighed.v1") is None


def test_a_flag_whose_rule_has_other_words_by_now_is_still_told(db):
    terms = {"rule": "PLAU-06", "evidence": {"of_another": "version"}, "flag": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11"}
    gone = {**terms, "rule": "GONE-01"}

    for each in (terms, gone):
        line = read(News(kind="flag.raised.v1", subject="P00000019", severity="warn", terms=each))
        assert line.sentence == f"Rule {each['rule']} raised a flag."
        assert line.path == f"/risk/flags/{terms['flag']}/"


@pytest.mark.parametrize("path", [*PATHS.values(), SITE_PATH, DEPOT_PATH])
def test_every_path_that_is_told_leads_somewhere(path):
    letter = {"/sites/{}/": "S", "/depots/{}/": "S"}.get(path) or next(k for k, v in PATHS.items() if v == path)
    assert resolve(path.format(make.code(letter)))


@pytest.mark.parametrize("path", [INBOX_PATH, ENDPOINTS_PATH, FLAG_PATH.format("7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11")])
def test_every_page_that_is_told_is_there(path):
    assert resolve(path)
