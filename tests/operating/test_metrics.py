"""Metrics are numbers for whoever shows the token, and readiness names what stops entries."""

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from ledger.log import halting
from ledger.log.anchor import Anchor
from ledger.log.follow import follow
from ledger.log.models import LogState, Pending
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from tests import make
from tests.emptying import owner


@pytest.fixture
def world(transactional_db):
    return make.world()


@pytest.fixture
def sequencer(tmp_path):
    def start():
        started = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
        started.load()
        return started

    return start


def measured():
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"})
    assert response.status_code == 200, response.content
    families = text_string_to_metric_families(response.content.decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_the_metrics_follow_the_log(world, sequencer):
    running = sequencer()
    before = measured()
    assert before["lodebook_log_size",] == 0
    assert before["lodebook_pending_events",] == before["lodebook_events_total",] == Pending.objects.count() > 0
    assert before["lodebook_oldest_pending_seconds",] > 0
    assert ("lodebook_checkpoint_age_seconds",) not in before, "nothing was signed yet, so it has no age"

    running.finish()
    follow("risk", lambda events: None)
    world.lot()

    after = measured()
    assert after["lodebook_log_size",] == before["lodebook_events_total",] == after["lodebook_checkpoint_size",]
    assert after["lodebook_follower_lag_events", "risk"] == 0
    assert after["lodebook_pending_events",] == Pending.objects.count() > 0
    assert after["lodebook_checkpoint_age_seconds",] >= 0
    running.finish()
    assert measured()["lodebook_follower_lag_events", "risk"] == after["lodebook_pending_events",]


def test_the_wait_for_a_position_is_measured(world, sequencer):
    sequencer().finish()

    assert measured()["lodebook_position_lag_seconds",] >= 0
    assert LogState.objects.get().lag_ms >= 0


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer "}, {"Authorization": "Bearer wrong"}])
def test_without_the_token_there_is_nothing(db, headers):
    assert Client().get("/metrics", headers=headers).status_code == 404


def test_it_takes_the_same_questions_however_much_there_is(world, sequencer, django_assert_num_queries):
    sequencer().finish()
    headers = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}

    with django_assert_num_queries(5):
        assert Client().get("/metrics", headers=headers).status_code == 200


def test_a_frozen_log_is_not_ready_and_says_so(world, sequencer):
    sequencer().finish()
    assert Client().get("/readyz").json() == {"ready": True, "stops": [], "warns": []}

    halting.freeze("behind", "published", "held")

    response = Client().get("/readyz")
    assert (response.status_code, response.json()["stops"]) == (503, ["log_frozen"])
    assert response.headers["Retry-After"] == "5"
    assert measured()["lodebook_frozen",] == 1


def test_a_log_that_is_behind_is_not_ready(world, sequencer, settings):
    settings.LOG_MOST_PENDING = Pending.objects.count()

    assert Client().get("/readyz").json()["stops"] == ["log_behind"]

    sequencer().finish()
    assert Client().get("/readyz").json()["ready"] is True


def test_few_ids_left_are_a_warning_then_a_stop(transactional_db):
    with owner() as owning:
        last = owning.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass")
        (partitions,) = last.fetchone()
        owning.execute("SELECT setval('ledger_event_id_seq', %s)", [partitions * 1_000_000 - 10])
    assert Client().get("/readyz").json() == {"ready": True, "stops": [], "warns": ["partitions_low"]}

    with owner() as owning:
        owning.execute("SELECT setval('ledger_event_id_seq', %s)", [partitions * 1_000_000])
    assert Client().get("/readyz").json()["stops"] == ["no_partitions"]
