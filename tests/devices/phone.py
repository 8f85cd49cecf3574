"""A phone as docs/devices.md describes one: it keeps a key and a counter, commits to what it hides, and signs.

Written from that page alone, with nothing of the ledger: who changes the protocol by mistake breaks it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def canonical(value: Any) -> bytes:
    """Spell JSON canonically: enough for ASCII names and whole numbers."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def base64_of(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


class Ed25519Key:
    """A key of a program."""

    alg = "Ed25519"

    def __init__(self, seed: bytes | None = None) -> None:
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(seed or secrets.token_bytes(32))
        self.public = base64_of(self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> str:
        return base64_of(self._key.sign(message))


class Es256Key:
    """A key of a browser, as WebCrypto makes and uses it."""

    alg = "ES256"

    def __init__(self, private: int | None = None) -> None:
        curve = ec.SECP256R1()
        self._key = ec.derive_private_key(private, curve) if private else ec.generate_private_key(curve)
        raw = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = base64_of(raw)

    def sign(self, message: bytes) -> str:
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(SHA256())))
        return base64_of(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


@dataclass
class Phone:
    """A device that signs entries for a log."""

    origin: str
    key: Any = field(default_factory=Ed25519Key)
    device: str = field(default_factory=lambda: str(uuid4()))
    seq: int = 0
    hide_with: Any = None
    """How keys of commitments are drawn; only the published example draws them otherwise than at random."""

    def enrolment(self, party: str, **more: Any) -> dict[str, Any]:
        """Return the facts with which somebody enrols this phone."""
        return {"device": self.device, "alg": self.key.alg, "public_key": self.key.public, "party": party, **more}

    def signed(self, envelope: dict[str, Any], seq: int | None = None, **hidden: dict[str, Any]) -> dict[str, Any]:
        """Return an envelope whose `facts` are open ones as a signed one; `hidden` are the facts of each group."""
        if seq is None:
            self.seq += 1
            seq = self.seq
        openings, commitments = {}, {}
        for group, value in hidden.items():
            key = self.hide_with() if self.hide_with else secrets.token_bytes(32)
            openings[group] = {"key": base64_of(key), "value": value}
            commitments[group] = hmac.new(key, group.encode() + b"\0" + canonical(value), hashlib.sha256).hexdigest()
        said = {
            **{"heads": {}, **envelope},
            "device": self.device,
            "seq": seq,
            "alg": self.key.alg,
            "commitments": commitments,
            "openings": openings,
        }
        return {**said, "signature": self.key.sign(self.message(said))}

    def message(self, said: dict[str, Any]) -> bytes:
        """Return the bytes that are signed."""
        names = ("key", "kind", "happened_at", "facts", "heads", "commitments", "device", "seq", "alg")
        words = {"v": 1, "log": self.origin, **{name: said[name] for name in names}}
        return b"lodebook/entry@v1\n" + canonical(words)


def split(envelope: dict[str, Any], groups: dict[str, str]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Take an envelope's hidden facts out; `groups` says of which disclosure group a fact is."""
    hidden: dict[str, dict[str, Any]] = {}
    for name, value in envelope["facts"].items():
        if name in groups:
            hidden.setdefault(groups[name], {})[name] = value
    facts = {name: value for name, value in envelope["facts"].items() if name not in groups}
    return {**envelope, "facts": facts}, hidden
