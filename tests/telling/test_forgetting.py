"""What people were told long ago is forgotten; what runs by the clock is there to be run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.conf import settings

from ledger import tasks
from ledger.telling import forgetting
from ledger.telling.forgetting import forget_old_news
from ledger.telling.models import Attempt, Delivery, News, Notice
from tests.telling.queues import some_deliveries


@pytest.fixture
def told(db):
    """Three pieces of news, delivered and read."""
    deliveries = some_deliveries("https://hooks.example/", 3)
    for each in deliveries:
        Attempt.objects.create(delivery=each, number=1, begun_at=each.made_at)
        Notice.objects.create(user=each.endpoint.keeper, news=each.news)
    return deliveries


def test_what_is_older_than_the_limit_goes_with_all_that_was_made_of_it(told):
    News.objects.filter(pk=told[0].news_id).update(recorded_at=datetime.now(UTC) - timedelta(days=401))
    News.objects.filter(pk=told[1].news_id).update(recorded_at=datetime.now(UTC) - timedelta(days=399))

    assert forget_old_news() == 1

    left = {told[1].news_id, told[2].news_id}
    assert set(News.objects.values_list("pk", flat=True)) == left
    for model in (Notice, Delivery):
        assert set(model.objects.values_list("news", flat=True)) == left
    assert Attempt.objects.count() == 2


def test_one_run_forgets_no_more_than_it_can(told, monkeypatch):
    monkeypatch.setattr(forgetting, "MOST", 2)
    News.objects.update(recorded_at=datetime.now(UTC) - timedelta(days=500))

    assert [forget_old_news() for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("name", ["tell-new", "send-letters", "send-webhooks", "forget-old-news"])
def test_what_the_clock_runs_is_there(name):
    room, _, task = settings.CELERY_BEAT_SCHEDULE[name]["task"].rpartition(".")

    assert callable(getattr(import_module(room), task))


def test_the_tasks_call_what_they_name(db, monkeypatch):
    monkeypatch.setattr(settings, "MAIL_IS_SET", False)

    assert [tasks.tell_new(), tasks.send_letters(), tasks.send_webhooks(), tasks.forget_old_news()] == [0, 0, 0, 0]
