"""A log that differs from its published past freezes: it signs nothing, and says why with both checkpoints."""

import pytest
from django.core.management import CommandError, call_command

from ledger.log import halting, keyring
from ledger.log.anchor import Anchor, Frozen
from ledger.log.models import Checkpoint, Leaf, LogState
from ledger.proofs.checkpoints import Checkpoint as Said
from ledger.proofs.keys import COSIGNATURE, cosigned_message, key_id
from ledger.proofs.notes import parse_note, signature_line
from tests import make
from tests.concurrency.together import at_once
from tests.rollback.conftest import sealed, started
from tests.rollback.restoring import Snapshot


def signed(size, root):
    """Return a checkpoint that our own key signed: what a log that was set back has shown somebody once."""
    from django.conf import settings

    return keyring.signer().sign_note(Said(settings.LOG_ORIGIN, size, root).text())


def newest():
    return Checkpoint.objects.order_by("-size").first()


def refuses(match, reason, whose=""):
    checkpoints = Checkpoint.objects.count()
    with pytest.raises(Frozen, match=match) as frozen:
        started()
    said = halting.frozen()
    assert (said["reason"], said["whose"]) == (reason, whose)
    assert Checkpoint.objects.count() == checkpoints
    return frozen.value


def test_a_database_behind_its_anchor_freezes_and_shows_both_checkpoints(world, home):
    sealed()
    before, shown = Snapshot(), newest().note
    world.lot()
    sealed()
    published = newest().note
    before.restore()

    frozen = refuses("the database holds", "behind")

    assert (frozen.published, frozen.held) == (published, shown)
    assert halting.frozen()["published"] == published


def test_other_events_than_were_anchored_freeze_the_log(world, home):
    sealed()
    before = Snapshot()
    world.lot()
    sealed()
    before.restore()
    published = (home / "anchor").read_text()
    (home / "anchor").write_text(newest().note)
    world.tags.clear()
    for _ in range(3):
        world.lot()
    started().finish()
    (home / "anchor").write_text(published)

    refuses("holds other events below", "other_root")


def test_a_running_sequencer_freezes_before_it_signs_the_next_checkpoint(world, home):
    sealed()
    sequencer, size = started(), newest().size
    (home / "anchor").write_text(signed(size + 5, b"\x07" * 32))
    world.lot()

    with pytest.raises(Frozen, match="was published with"):
        sequencer.tick(sign=True)

    assert newest().size == size
    assert Leaf.objects.count() == LogState.objects.get().size == size, "nothing of the batch is left"
    assert halting.frozen()["reason"] == "behind"


def test_the_anchor_of_another_root_at_the_same_size_freezes_the_log(world, home):
    sealed()
    (home / "anchor").write_text(signed(newest().size, b"\x07" * 32))

    refuses("other events", "other_root")


def test_a_lost_anchor_is_not_made_anew(world, home):
    sealed()
    (home / "anchor").unlink()

    refuses("is gone", "anchor_gone")
    assert not (home / "anchor").exists()


def test_an_anchor_that_cannot_be_read_freezes_the_log(world, home):
    sealed()
    (home / "anchor").write_text("what is this")

    refuses("cannot be read", "anchor_unreadable")


def test_a_crash_before_the_first_anchor_freezes_nothing(world, home, monkeypatch):
    sequencer = started()
    monkeypatch.setattr(Anchor, "write", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space"):
        sequencer.finish()
    monkeypatch.undo()

    again = started()

    assert again.anchor.read() == newest().note, "what was committed just before is anchored now"


def test_another_database_server_freezes_the_log(world, home):
    sealed()
    Anchor(home / "anchor").keep_server("7312345678901234567")

    refuses("lies in another server", "another_server")


def test_a_tree_with_holes_freezes_the_log(world, home):
    sealed()
    LogState.objects.update(size=newest().size + 300)

    refuses("has holes", "broken_tree")


def test_a_witness_that_is_ahead_freezes_the_log(world, witness):
    sealed()
    witness.show(signed(newest().size + 3, b"\x07" * 32))

    refuses("the witness ngo", "behind", "ngo")


def test_a_witness_of_another_root_freezes_the_log(world, witness):
    sealed()
    witness.show(signed(newest().size, b"\x07" * 32))

    refuses("the witness ngo", "other_root", "ngo")


def test_what_a_witness_held_is_known_after_a_restart_without_it(world, witness):
    sealed()
    before = Snapshot()
    world.lot()
    sealed()
    witness.show(newest().note)
    started()
    witness.stop()
    before.restore()
    (witness.policy.parent / "log" / "anchor").write_text("")

    refuses("the witness ngo", "behind", "ngo")


def test_a_witness_that_agrees_or_does_not_know_the_log_stops_nobody(world, witness):
    sealed()
    assert started().comparing.witnesses.states()[0].size is None

    witness.show(newest().note)
    world.lot()
    sequencer = started()

    sequencer.finish()
    assert sequencer.comparing.witnesses.states()[0].size < newest().size


def test_a_witness_out_of_reach_is_said_and_stops_nobody(world, witness, caplog):
    witness.stop()

    sequencer = started()
    sequencer.finish()

    assert newest().size == LogState.objects.get().size
    assert "cannot be reached" in sequencer.comparing.witnesses.states()[0].fault
    assert "witness ngo" in caplog.text


@pytest.mark.parametrize("junk", ["", "nonsense", "example.org/rollback\n999\nAAAA\n\n— other AAAAAAAA\n"])
def test_what_a_witness_shows_without_our_signature_freezes_nobody(world, witness, junk):
    witness.show(junk)

    started().finish()

    assert halting.frozen() is None


def test_a_false_cosignature_of_the_witness_makes_its_word_worthless(world, witness):
    sealed()
    note = signed(newest().size + 3, b"\x07" * 32)
    number = key_id(witness.signer.name, COSIGNATURE, witness.signer.verifier.public)
    witness.show(note + signature_line(witness.signer.name, number, b"\x00" * 72))

    sequencer = started()

    assert "never signed" in sequencer.comparing.witnesses.states()[0].fault


def test_a_good_cosignature_is_believed(world, witness):
    sealed()
    note = signed(newest().size + 3, b"\x07" * 32)
    number = key_id(witness.signer.name, COSIGNATURE, witness.signer.verifier.public)
    message = cosigned_message(1_800_000_000, parse_note(note).text)
    signature = (1_800_000_000).to_bytes(8, "big") + witness.signer._private_key.sign(message)
    witness.show(note + signature_line(witness.signer.name, number, signature))

    refuses("the witness ngo", "behind", "ngo")


def test_a_witness_may_be_a_folder_on_a_stick(world, witness):
    sealed()
    witness.show(signed(newest().size + 3, b"\x07" * 32))
    line = f"witness stick {witness.key} file://{witness.shelf}\nquorum none\n"
    witness.policy.write_text(line, encoding="utf-8")

    refuses("the witness stick", "behind", "stick")


def test_the_command_prints_both_checkpoints_once_and_one_line_when_started_again(world, home, capsys):
    sealed()
    held = newest().note
    published = signed(newest().size + 2, b"\x07" * 32)
    (home / "anchor").write_text(published)

    with pytest.raises(CommandError, match="is frozen"):
        call_command("sequence", once=True)
    first = capsys.readouterr().err
    with pytest.raises(CommandError, match="is frozen"):
        call_command("sequence", once=True)
    second = capsys.readouterr().err

    assert published in first
    assert held in first
    assert len(second.splitlines()) == 1
    assert "FROZEN" in second


def test_a_comparison_before_each_signature_reads_no_tile(world, witness, django_assert_num_queries, monkeypatch):
    sealed()
    witness.show(newest().note)
    sequencer = started()
    read = []
    monkeypatch.setattr("ledger.log.sequence.tile_reader", lambda: read.append("tiles"))

    for _ in range(3):
        world.lot()
        sequencer.tick(sign=True)

    assert read == []
    assert sequencer.anchor.read() == newest().note


def test_sequencers_that_start_while_another_signs_freeze_nothing(world, home):
    sealed()
    taggings = [world.tagging() for _ in range(15)]
    running = started()

    def sign():
        for tagging in taggings:
            make.entered(world.tagger, tagging)
            running.tick(sign=True)

    at_once([sign, lambda: [started() for _ in range(15)], lambda: [started() for _ in range(15)]])

    assert halting.frozen() is None
    assert newest().size == LogState.objects.get().size
