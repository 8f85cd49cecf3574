"""What whoever holds the machine may change in the database, and that `verify_log` names it."""

import pytest

from ledger.log.verify import FalseLog, verify_log
from tests.log.tampering import unguarded
from tests.make import enter


@pytest.fixture
def sealed(world, log):
    world.lot()
    log.sequencer().finish()
    return log


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


def test_an_untouched_log_is_true(sealed):
    checked = verify_log(sealed.signer.verifier)

    assert checked.leaves > 0
    assert checked.checkpoints == 1


@pytest.mark.parametrize(("sql", "said"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_by_the_superuser_is_named(sealed, world, sql, said):
    if "ledger_pending" in sql:
        enter(world.tagger, world.tagging())
    with unguarded() as connection:
        done = connection.execute(sql)
        assert done.rowcount > 0, "this test must change something"

    with pytest.raises(FalseLog, match=said):
        verify_log(sealed.signer.verifier)


def test_a_log_signed_again_by_another_key_is_false(sealed):
    from ledger.proofs.signing import Signer

    with pytest.raises(FalseLog, match="is not signed by this log's key"):
        verify_log(Signer.generate(sealed.signer.name).verifier)
