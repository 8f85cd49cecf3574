"""The log's clock: a line of its own under a checkpoint, which tells when it was published and nothing else."""

from __future__ import annotations

import pytest

from ledger.log import keyring
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.keys import COSIGNATURE, Verifier
from ledger.proofs.notes import open_note, parse_note
from ledger.proofs.signing import Signer

TEXT = Checkpoint("log.example/kivu", 7, b"\x07" * 32).text()
NOON = 1_795_435_200


@pytest.fixture
def clock():
    return Signer.generate("log.example/kivu/clock")


def seen_by(clock):
    return Verifier(clock.name, clock.verifier.public, COSIGNATURE)


def test_the_line_tells_the_time_and_is_checked_with_it(clock):
    note = f"{TEXT}\n{clock.cosign(TEXT, NOON)}"

    opened = open_note(note, [seen_by(clock)])

    assert (opened.text, opened.verified) == (TEXT, [clock.name])
    assert int.from_bytes(parse_note(note).signatures[0].signature[:8], "big") == NOON


@pytest.mark.parametrize(
    "forge",
    [
        lambda line, clock: clock.cosign(TEXT.replace("7", "8"), NOON),
        lambda line, clock: Signer.generate(clock.name).cosign(TEXT, NOON),
        lambda line, clock: clock.sign_note(TEXT).split("\n\n")[1],
    ],
)
def test_another_time_another_checkpoint_and_another_key_are_refused(clock, forge):
    note = f"{TEXT}\n{forge(clock.cosign(TEXT, NOON), clock)}"

    with pytest.raises(ProofError):
        open_note(note, [seen_by(clock)])


def test_a_line_with_its_time_moved_is_refused(clock):
    signature = parse_note(f"{TEXT}\n{clock.cosign(TEXT, NOON)}").signatures[0].signature

    for at in range(8):
        moved = bytearray(signature)
        moved[at] ^= 1
        with pytest.raises(ProofError):
            seen_by(clock).verify(TEXT, bytes(moved))


def test_only_a_checkpoint_gets_a_line(clock):
    with pytest.raises(Unreadable):
        clock.cosign("no checkpoint\n", NOON)


def test_the_key_of_the_clock_is_made_once_beside_that_of_the_log(settings, tmp_path):
    settings.LOG_CLOCK_KEY_FILE = tmp_path / "clock.pem"

    first = keyring.clock().vkey

    assert keyring.clock().vkey == first
    assert keyring.clock().name == f"{settings.LOG_ORIGIN}/clock"
    assert settings.LOG_CLOCK_KEY_FILE.stat().st_mode & 0o777 == 0o600
