"""The serving login cannot change the past: no UPDATE, no DELETE, no TRUNCATE, no DDL, not through a parent row."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.emptying import owner

FORBIDDEN = [
    "UPDATE ledger_event SET kind = 'x'",
    "DELETE FROM ledger_event",
    "TRUNCATE ledger_event",
    "INSERT INTO ledger_event_p00000 SELECT * FROM ledger_event LIMIT 0",
    "UPDATE ledger_eventkey SET outcome = 'refused'",
    "DELETE FROM ledger_eventkey",
    "UPDATE ledger_leaf SET position = position + 1",
    "DELETE FROM ledger_leaf",
    "UPDATE ledger_checkpoint SET size = 0",
    "DELETE FROM ledger_tile",
    "DELETE FROM ledger_lot",
    "DELETE FROM ledger_weighing",
    "DELETE FROM ledger_opening",
    "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
    "DROP TABLE ledger_event",
    "CREATE TABLE mine (id int)",
    "SET session_replication_role = replica",
    "SET ROLE lodebook_owner",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_serving_login_may_not(db, sql):
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner|append-only|only ever grows")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql", ["UPDATE ledger_event SET kind = 'x'", "DELETE FROM ledger_event", "DELETE FROM ledger_leaf"]
)
def test_even_the_owner_is_stopped_by_the_triggers(transactional_db, sql):
    from tests import make

    made = make.world()
    made.lot()
    with owner() as owning:
        if "leaf" in sql:
            owning.execute("INSERT INTO ledger_leaf VALUES (0, 1, '\\x00')")
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            owning.execute(sql)
        owning.rollback()


def test_every_partition_refuses_truncation(db):
    with owner() as owning:
        partitions = owning.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass"
        ).fetchall()
        assert partitions
        for (partition,) in partitions:
            guards = owning.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A'", [partition]
            ).fetchall()
            assert {name for (name,) in guards} >= {"never_changed", "never_truncated"}


def test_partitions_are_made_ahead_by_the_owners_function(db):
    from ledger.log.partitions import PARTITION_IDS, ids_left, make_partitions_ahead

    before = ids_left()

    made = make_partitions_ahead(ahead=5)

    assert made > 0
    assert ids_left() == before + made * PARTITION_IDS
    assert make_partitions_ahead(ahead=5) == 0


def test_no_foreign_key_of_record_cascades(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confdeltype IN ('c', 'n', 'd')"
        )
        assert cursor.fetchall() == []
