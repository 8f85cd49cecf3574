"""Signing: the log's private key. The only proof module that needs `cryptography`, and not part of the verifier."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.errors import Unreadable
from ledger.proofs.keys import COSIGNATURE, PLAIN, Verifier, check_key_name, cosigned_message, key_id
from ledger.proofs.notes import check_text, signature_line


class Signer:
    """A name and the private key that signs notes in this name."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        check_key_name(name)
        self.name = name
        self._private_key = private_key

    @classmethod
    def generate(cls, name: str) -> Signer:
        """Make a new key from the system's random source."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path | str, name: str) -> Signer:
        """Read a key that `save` wrote; raises OSError or Unreadable."""
        try:
            private_key = load_pem_private_key(Path(path).read_bytes(), password=None)
        except (TypeError, ValueError, UnsupportedAlgorithm):
            raise Unreadable("the key file holds no unencrypted private key") from None
        if not isinstance(private_key, Ed25519PrivateKey):
            raise Unreadable("the key file holds another kind of key than Ed25519")
        return cls(name, private_key)

    def save(self, path: Path | str) -> None:
        """Write the key (PKCS 8, PEM) for its owner alone, durably; raises FileExistsError if there is a file."""
        pem = self._private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(Path(path).parent)

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self._private_key.public_key().public_bytes_raw(), PLAIN)

    @property
    def vkey(self) -> str:
        """The public half as `name+hex key id+base64`."""
        return self.verifier.vkey

    def sign_note(self, text: str) -> str:
        """Give the note that holds this text and one signature; raises Unreadable for a text that no note can hold."""
        check_text(text)
        signature = self._private_key.sign(text.encode("utf-8"))
        return f"{text}\n{signature_line(self.name, self.verifier.key_id, signature)}"

    def cosign(self, text: str, time: int) -> str:
        """Give the line by which this key, as a cosigner, says that it saw a checkpoint at this POSIX time.

        Kind 4, cosignature/v1 of C2SP tlog-cosignature. Raises Unreadable for a text that is no checkpoint.
        """
        parse_checkpoint(text)
        signature = self._private_key.sign(cosigned_message(time, text))
        number = key_id(self.name, COSIGNATURE, self.verifier.public)
        return signature_line(self.name, number, time.to_bytes(8, "big") + signature)


def _sync_folder(folder: Path) -> None:
    """Make the file's name durable too: a key that a crash forgets has already signed checkpoints."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
