"""Keys of notes: who signs, known by name, key id and public key (C2SP signed-note, tlog-cosignature)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from ledger.proofs.ed25519 import verify_ed25519
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import from_base64, to_base64

PLAIN = 0x01
"""An Ed25519 signature over the text."""
COSIGNATURE = 0x04
"""A witness's Ed25519 signature over a time and a checkpoint (cosignature/v1)."""
KEY_BYTES = 32


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Compute the 4 bytes by which a signature line points to its key."""
    return sha256(name.encode("utf-8") + b"\n" + bytes([kind]) + public).digest()[:4]


def vkey(name: str, public: bytes, kind: int = PLAIN) -> str:
    """Spell a public key as `name+hex key id+base64`."""
    return f"{name}+{key_id(name, kind, public).hex()}+{to_base64(bytes([kind]) + public)}"


def check_key_name(name: str) -> None:
    """Raise Unreadable for a name that a signature line cannot hold."""
    if not name or "+" in name or any(sign.isspace() or sign < " " or sign == "\x7f" for sign in name):
        raise Unreadable("a key name is not empty and holds no space, plus or control character")


@dataclass(frozen=True)
class Verifier:
    """A public key that can check signatures of one kind."""

    name: str
    public: bytes
    kind: int = PLAIN

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Read a vkey; raises Unreadable, also for kinds other than Ed25519 and its cosignature."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise Unreadable("a verifier key is name+key id+base64")
        check_key_name(parts[0])
        octets = from_base64(parts[2])
        if octets[:1] not in (bytes([PLAIN]), bytes([COSIGNATURE])) or len(octets) != 1 + KEY_BYTES:
            raise Unreadable(f"the key of {parts[0]} is of a kind that this program does not know")
        verifier = cls(parts[0], octets[1:], octets[0])
        if verifier.vkey != text:
            raise Unreadable(f"the key id of {parts[0]} does not belong to its key")
        return verifier

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that name this key in a signature line."""
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """The key as `name+hex key id+base64`."""
        return vkey(self.name, self.public, self.kind)

    def verify(self, text: str, signature: bytes) -> None:
        """Check a signature over a note's text; raises ProofError."""
        message = text.encode("utf-8")
        if self.kind == COSIGNATURE:
            time, signature = signature[:8], signature[8:]
            message = cosigned_message(int.from_bytes(time, "big"), text)
        if not verify_ed25519(self.public, message, signature):
            raise ProofError(f"the signature of {self.name} is false")


def cosigned_message(time: int, text: str) -> bytes:
    """Spell what a witness signs: the POSIX time and the checkpoint's text."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()
