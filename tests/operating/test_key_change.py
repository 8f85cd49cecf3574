"""The log's key can be changed: the log says so, both keys sign over the change, and old proofs stay good."""

import os
from uuid import uuid4

import pytest
from django.core.management import call_command

from ledger.deeds.about_log import key_changing
from ledger.inbox.receiving import receive
from ledger.log import keyring
from ledger.log.anchor import Anchor
from ledger.log.models import Checkpoint, Leaf
from ledger.log.reading import events_from
from ledger.log.sequence import Sequencer
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.notes import parse_note
from ledger.proofs.policy import parse_policy
from tests import make


@pytest.fixture
def log(transactional_db, settings, tmp_path):
    settings.LOG_FOLDER = tmp_path
    settings.LOG_KEY_FILE = tmp_path / "key.pem"
    world = make.world()
    sequencer().finish()
    return world


def sequencer():
    from django.conf import settings

    started = Sequencer(settings.LOG_ORIGIN, keyring.CurrentKey(), Anchor(settings.LOG_FOLDER / "anchor"))
    started.load()
    return started


def signers(checkpoint):
    return {signature.key_id for signature in parse_note(checkpoint.note).signatures}


def newest():
    return Checkpoint.objects.order_by("-size").first()


def test_the_change_is_in_the_log_and_both_keys_sign_it(log, capsys):
    old, running = keyring.signer().verifier, sequencer()

    call_command("change_log_key")

    new = keyring.signer().verifier
    assert new.key_id != old.key_id
    assert signers(newest()) == {old.key_id, new.key_id}
    event = events_from(Leaf.objects.count() - 1, 1)[0]
    assert event.kind == "log.key_changed.v1"
    assert event.facts == {"old_key": old.vkey, "new_key": new.vkey}
    assert keyring.verifiers() == [new, old]
    assert [key.until for key in keyring.retired()] == [newest().size]
    # the sequencer that ran all the while signs by the new key from its next note on
    log.lot()
    running.finish()
    assert signers(newest()) == {new.key_id}
    assert old.vkey in capsys.readouterr().out


def test_whoever_trusts_either_key_can_follow_over_the_change(log, capsys):
    old, before = keyring.signer().verifier, newest()
    call_command("change_log_key")
    capsys.readouterr()

    call_command("log_policy")
    policy = parse_policy("\n".join(line for line in capsys.readouterr().out.splitlines()))

    for checkpoint in (before, newest()):
        open_checkpoint(checkpoint.note, policy.logs)
    open_checkpoint(newest().note, [old])
    open_checkpoint(newest().note, [keyring.signer().verifier])


@pytest.mark.parametrize("step", ["enter", "_signed_by_both", "retire", "replace"])
def test_a_change_that_was_cut_short_is_given_again(log, monkeypatch, step):
    old = keyring.signer().verifier

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(*((os, "replace") if step == "replace" else (key_changing, step)), killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("change_log_key")
    assert keyring.signer().verifier == old, "the old key signs until the new one has been introduced"
    log.lot()
    sequencer().finish()

    call_command("change_log_key")

    new = keyring.signer().verifier
    assert keyring.verifiers() == [new, old]
    introduced = next(each for each in Checkpoint.objects.order_by("size") if len(signers(each)) == 2)
    assert signers(introduced) == {old.key_id, new.key_id}
    assert not (keyring.settings.LOG_KEY_FILE.with_name("key.pem.next")).exists()


def test_a_second_change_keeps_every_key_that_ever_signed(log):
    first = keyring.signer().verifier
    call_command("change_log_key")
    second = keyring.signer().verifier
    call_command("change_log_key")

    assert keyring.verifiers() == [keyring.signer().verifier, second, first]
    keyring.retire(first, 1)
    assert [key.until for key in keyring.retired()] == sorted((key.until for key in keyring.retired()), reverse=True)


def test_the_private_key_is_for_its_owner_alone_after_the_change_too(log):
    call_command("change_log_key")

    assert keyring.settings.LOG_KEY_FILE.stat().st_mode & 0o777 == 0o600


def test_nobody_enters_a_change_of_the_key_by_hand(log):
    envelope = {
        "key": str(uuid4()),
        "kind": "log.key_changed.v1",
        "happened_at": "2026-11-20T10:00:00Z",
        "facts": {"old_key": "a", "new_key": "b"},
    }
    (answer,) = receive([envelope], log.tagger)

    assert (answer.status, answer.code) == ("refused", "unknown_kind")
