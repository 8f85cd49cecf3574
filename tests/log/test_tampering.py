"""What whoever holds the machine may change in the database, and that `verify_log` names it."""

import pytest

from ledger.log.verify import FalseLog, verify_log
from tests.make import enter
from tests.superuser import superuser


@pytest.fixture
def sealed(world, log):
    world.lot()
    log.sequencer().finish()
    return log


def free(connection, *tables):
    """Do what only the superuser can: switch the triggers off."""
    for table in tables:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


TAMPERINGS = {
    "an event's bytes": (
        "UPDATE ledger_event SET entry = replace(encode(entry, 'escape'), '45800', '45900')::bytea"
        " WHERE kind = 'lot.tagged.v1'",
        "is not what was sealed",
    ),
    "an event's bytes and its hash": (
        "UPDATE ledger_event SET entry = changed, hash = sha256('\\x00'::bytea || changed) FROM (SELECT id AS number,"
        " replace(encode(entry, 'escape'), '45800', '45900')::bytea AS changed FROM ledger_event) new"
        " WHERE id = number AND kind = 'lot.tagged.v1'",
        "is not what was sealed",
    ),
    "a column beside the leaf": (
        "UPDATE ledger_event SET kind = 'lot.weighed.v1' WHERE kind = 'lot.tagged.v1'",
        "its columns differ",
    ),
    "an event taken away": ("DELETE FROM ledger_event WHERE kind = 'lot.tagged.v1'", "is gone"),
    "the last leaf taken away": (
        "DELETE FROM ledger_leaf WHERE position = (SELECT max(position) FROM ledger_leaf)",
        "is missing",
    ),
    "a leaf in the middle taken away": ("DELETE FROM ledger_leaf WHERE position = 3", "position 3 is missing"),
    "a tile": ("UPDATE ledger_tile SET hashes = set_byte(hashes, 40, 7)", "tile 0/0"),
    "a root": ("UPDATE ledger_checkpoint SET root = set_byte(root, 1, 7)", "has another root"),
    "a checkpoint by another": (
        "UPDATE ledger_checkpoint SET note = replace(note, chr(10) || '— ', chr(10) || '— other')",
        "is not signed",
    ),
    "an outbox emptied": ("DELETE FROM ledger_pending", "neither in the tree nor waiting"),
    "a key taken away": (
        "DELETE FROM ledger_eventkey WHERE event_id = (SELECT max(event_id) FROM ledger_leaf)",
        "has no entry key",
    ),
}
TABLES = ("ledger_event", "ledger_leaf", "ledger_tile", "ledger_checkpoint", "ledger_eventkey")


def test_an_untouched_log_is_true(sealed):
    checked = verify_log(sealed.signer.verifier)

    assert checked.leaves > 0
    assert checked.checkpoints == 1


@pytest.mark.parametrize(("sql", "said"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_by_the_superuser_is_named(sealed, world, sql, said):
    if "ledger_pending" in sql:
        enter(world.tagger, world.tagging())
    with superuser() as connection:
        partitions = [
            name
            for (name,) in connection.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass"
            )
        ]
        free(connection, *TABLES, *partitions)
        try:
            changed = connection.execute(sql)
            assert changed.rowcount > 0, "this test must change something"
        finally:
            for table in (*TABLES, *partitions):
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                connection.execute(f"SELECT 1 FROM {table} LIMIT 0")
            always(connection)

    with pytest.raises(FalseLog, match=said):
        verify_log(sealed.signer.verifier)


def always(connection):
    """Put the triggers back as the migration left them."""
    triggers = connection.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        " AND tgname IN ('never_changed', 'never_truncated', 'only_grows', 'event_to_outbox')"
    ).fetchall()
    for table, name in triggers:
        connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def test_a_log_signed_again_by_another_key_is_false(sealed):
    from ledger.proofs.signing import Signer

    with pytest.raises(FalseLog, match="is not signed by this log's key"):
        verify_log(Signer.generate(sealed.signer.name).verifier)
