"""Devices that sign entries, and the log that takes them."""

from __future__ import annotations

import uuid
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.proofs.canonical import encode
from ledger.proofs.fields import to_base64
from ledger.proofs.p256 import GENERATED
from ledger.proofs.source import ED25519, ES256, signed_words
from tests.proofs.logs import ORIGIN


class P256Key:
    """The key of a browser."""

    def __init__(self, seed: str) -> None:
        number = int.from_bytes(sha256(seed.encode()).digest(), "big") % (GENERATED - 1) + 1
        self._private_key = derive_private_key(number, SECP256R1())
        public_key = self._private_key.public_key()
        self.public = public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self._private_key.sign(message, ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class Ed25519Key:
    """The key of a program."""

    def __init__(self, seed: str) -> None:
        self._private_key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())
        self.public = self._private_key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._private_key.sign(message)


class Device:
    """A device with its key."""

    def __init__(self, name: str, alg: str = ES256, party: str = "Q0000001H") -> None:
        self.name, self.alg, self.party = str(uuid.uuid5(uuid.NAMESPACE_URL, name)), alg, party
        self.key = P256Key(name) if alg == ES256 else Ed25519Key(name)

    def enrolment(self, **changes: Any) -> bytes:
        facts = {"device": self.name, "alg": self.alg, "public_key": to_base64(self.key.public), "party": self.party}
        return entered("device.enrolled.v1", {**facts, **changes})

    def revocation(self, reason: str = "lost", since: str = "2026-03-02T12:00:00Z") -> bytes:
        return entered("device.revoked.v1", {"device": self.name, "reason": reason, "since": since})

    def entry(self, seq: int, *, falsely: bool = False, **changes: Any) -> bytes:
        """A bag that this device tags and signs; `changes` are made before it signs."""
        leaf: dict[str, Any] = {
            **said("lot.tagged.v1", {"lot": f"{self.name[:4]}-{seq}", "mass_g": 1000, "place": "S-1"}),
            "party": self.party,
            "alg": self.alg,
            "signed": {"device": self.name, "seq": seq, "heads": {}},
            **changes,
        }
        leaf["facts"]["dug_on"] = "2026-02-28"
        signature = self.key.sign(signed_words(leaf) + (b"!" if falsely else b""))
        leaf["signed"] = {**leaf["signed"], "signature": to_base64(signature)}
        return encode(leaf)


def said(kind: str, facts: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
    """What every leaf says, unsigned."""
    return {
        "v": 1,
        "log": origin,
        "key": str(uuid.uuid5(uuid.NAMESPACE_URL, repr((kind, facts)))),
        "kind": kind,
        "happened_at": "2026-03-01T10:11:12+02:00",
        "recorded_at": "2026-03-01T08:11:13.000000Z",
        "local_date": "2026-03-01",
        "actor": "clerk",
        "party": "Q0000002F",
        "facts": facts,
        "heads": {},
        "resolved": {},
        "commitments": {},
    }


def entered(kind: str, facts: dict[str, Any], origin: str = ORIGIN) -> bytes:
    """The leaf of an entry that was made at the server."""
    return encode({**said(kind, facts, origin), "alg": "log"})


PHONE, SCALE = Device("phone"), Device("scale", ED25519)
