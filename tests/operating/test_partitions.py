"""Room for events is made ahead by a task; where that fails, the task raises the alarm."""

import logging

from django.db import connection

from ledger.log import partitions
from ledger.tasks import make_partitions
from tests.emptying import owner


def beyond(ids: int) -> None:
    with owner() as owning:
        owning.execute("SELECT setval('ledger_event_id_seq', %s)", [ids])


def made() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass")
        return int(cursor.fetchone()[0])


def test_the_task_makes_partitions_before_they_are_needed(transactional_db, caplog):
    before = made()
    beyond((before - 1) * partitions.PARTITION_IDS + 1)

    with caplog.at_level(logging.ERROR, "ledger"):
        left = make_partitions()

    assert made() == before + partitions.AHEAD
    assert left >= partitions.AHEAD * partitions.PARTITION_IDS
    assert not caplog.records


def test_the_alarm_is_raised_when_there_is_no_room_all_the_same(transactional_db, caplog, monkeypatch):
    beyond(made() * partitions.PARTITION_IDS - 5)
    monkeypatch.setattr(partitions, "make_partitions_ahead", lambda: 0)

    with caplog.at_level(logging.ERROR, "ledger"):
        make_partitions()

    assert "partitions_low: there is room for 5 more events" in caplog.text
