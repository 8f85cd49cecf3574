"""Positions respect cause, checkpoints are signed in the same transaction, and two sequencers never disagree."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from ledger.log.anchor import Frozen
from ledger.log.follow import follow, position_of
from ledger.log.models import Checkpoint, Leaf, LogState, Pending, Tile
from ledger.log.reading import tile_reader
from ledger.log.sequence import WrongOrigin
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.paths import consistency_proof, inclusion_proof
from ledger.proofs.tree import root_of, verify_consistency, verify_inclusion
from tests.concurrency.together import at_once


def hashes():
    return [bytes(each) for each in Leaf.objects.order_by("position").values_list("hash", flat=True)]


def test_every_event_gets_one_position_in_the_order_of_cause(world, log):
    world.lot()
    waiting = Pending.objects.count()

    taken = log.sequencer().tick()

    positions = list(Leaf.objects.order_by("position").values_list("position", "event_id"))
    assert taken == waiting == len(positions)
    assert [position for position, _ in positions] == list(range(taken))
    assert [number for _, number in positions] == sorted(number for _, number in positions)
    assert not Pending.objects.exists()


def test_a_checkpoint_is_signed_at_most_once_a_second(world, log):
    sequencer, now = log.sequencer(), datetime.now(UTC)
    sequencer.tick(now)
    world.lot()
    sequencer.tick(now + timedelta(milliseconds=400))
    assert Checkpoint.objects.count() == 1, "the second batch has positions, but no checkpoint yet"

    sequencer.tick(now + timedelta(milliseconds=1_000))

    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [
        Checkpoint.objects.order_by("size").first().size,
        LogState.objects.get().size,
    ]


def test_checkpoints_and_proofs_hold(world, log):
    sequencer = log.sequencer()
    sequencer.tick()
    small = Checkpoint.objects.get()
    world.lot()
    sequencer.finish()
    large = Checkpoint.objects.order_by("-size").first()

    signed = open_checkpoint(large.note, [log.signer.verifier], large_origin(log))
    assert (signed.size, signed.root) == (large.size, root_of(hashes()))
    for index, leaf in enumerate(hashes()):
        verify_inclusion(leaf, index, large.size, inclusion_proof(index, large.size, tile_reader()), signed.root)
    proof = consistency_proof(small.size, large.size, tile_reader())
    verify_consistency(small.size, large.size, bytes(small.root), signed.root, proof)


def large_origin(log):
    return log.signer.name


def test_two_sequencers_at_once_leave_one_log(world, log):
    lots = [world.tagging() for _ in range(40)]
    from tests.make import enter

    first, second = log.sequencer(), log.sequencer()
    writers = [lambda entry=entry: enter(world.tagger, entry) for entry in lots[:14]]
    ticks = [lambda: [first.tick() for _ in range(20)], lambda: [second.tick() for _ in range(20)]]

    at_once([*writers, *ticks])
    first.finish()

    positions = list(Leaf.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(LogState.objects.get().size))
    assert bytes(Checkpoint.objects.order_by("-size").first().root) == root_of(hashes())


def test_a_restored_backup_freezes_the_log(world, log):
    log.sequencer().finish()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_logstate SET size = size - 1")

    with pytest.raises(Frozen, match="was published with"):
        log.sequencer()


def test_another_origin_in_the_settings_stops_the_sequencer(world, log):
    log.sequencer()
    LogState.objects.update(origin="example.org/other")

    with pytest.raises(WrongOrigin, match=r"example\.org/other"):
        log.sequencer()


def test_a_follower_sees_every_event_once_and_comes_back_after_a_fault(world, log):
    log.sequencer().finish()
    size, seen = LogState.objects.get().size, []

    def breaks(events):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        follow("test", breaks, batch=5)
    assert position_of("test") == 0

    assert follow("test", lambda events: seen.extend(event.position for event in events), batch=5) == size
    assert seen == list(range(size))
    assert follow("test", lambda events: seen.append("again")) == 0


def test_a_tile_only_grows(world, log):
    log.sequencer().finish()

    with pytest.raises(Exception, match="a tile only ever grows"), transaction.atomic():
        Tile.objects.filter(level=0).update(hashes=b"\x00" * 32)


def test_the_anchor_never_goes_back(world, log):
    from ledger.log.anchor import Anchor

    log.sequencer().finish()
    older = log.anchor.read_text(encoding="utf-8")
    world.lot()
    log.sequencer().finish()
    newest = log.anchor.read_text(encoding="utf-8")

    Anchor(log.anchor).write(older)

    assert log.anchor.read_text(encoding="utf-8") == newest != older
