"""The log's key lies in a file of its owner's, and signs nothing that no note can hold."""

from __future__ import annotations

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ledger.proofs.errors import Unreadable
from ledger.proofs.notes import open_note
from ledger.proofs.signing import Signer


def test_a_saved_key_signs_as_before(tmp_path):
    signer = Signer.generate("log.example/kivu")
    signer.save(tmp_path / "log.key")

    loaded = Signer.load(tmp_path / "log.key", "log.example/kivu")

    assert loaded.vkey == signer.vkey
    assert loaded.sign_note("text\n") == signer.sign_note("text\n")
    assert open_note(loaded.sign_note("text\n"), [signer.verifier]).text == "text\n"


def test_the_key_file_is_its_owners_alone(tmp_path):
    Signer.generate("log.example").save(tmp_path / "log.key")

    assert stat.S_IMODE((tmp_path / "log.key").stat().st_mode) == 0o600


def test_a_key_never_replaces_another(tmp_path):
    signer = Signer.generate("log.example")
    signer.save(tmp_path / "log.key")

    with pytest.raises(FileExistsError):
        Signer.generate("log.example").save(tmp_path / "log.key")

    assert Signer.load(tmp_path / "log.key", "log.example").vkey == signer.vkey


@pytest.mark.parametrize("octets", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_holds_no_key_is_unreadable(tmp_path, octets):
    (tmp_path / "log.key").write_bytes(octets)

    with pytest.raises(Unreadable):
        Signer.load(tmp_path / "log.key", "log.example")


def test_a_key_of_another_kind_is_unreadable(tmp_path):
    key = generate_private_key(SECP256R1())
    (tmp_path / "log.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(Unreadable):
        Signer.load(tmp_path / "log.key", "log.example")


@pytest.mark.parametrize("text", ["", "no line feed", "a\rb\n", "\x00\n", "\ud800\n"])
def test_what_no_note_can_hold_is_not_signed(text):
    with pytest.raises(Unreadable):
        Signer.generate("log.example").sign_note(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nfeed"])
def test_a_name_that_no_signature_line_can_hold_is_refused(name):
    with pytest.raises(Unreadable):
        Signer.generate(name)
