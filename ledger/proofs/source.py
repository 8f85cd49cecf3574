"""What a device or program signs of its entry: everything that it knew, and nothing that the server added.

The signature lies in the leaf: `alg` names its kind, `signed` holds the device, its counter, the heads that it saw and
the signature itself. From these the signed words are put together again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.proofs.canonical import encode

SIGNED_ENTRY = b"lodebook/entry@v1\n"
"""Goes before what is signed, so that no other message of the same key can be taken for an entry."""
BY_LOG = "log"
ES256, ED25519 = "ES256", "Ed25519"
"""ECDSA on P-256 with SHA-256 (r and s of 32 bytes each, as browsers give it); Ed25519 (RFC 8032)."""
ALGORITHMS = (ES256, ED25519)


def signed_words(leaf: Mapping[str, Any]) -> bytes:
    """Return the bytes that the source of this leaf signed; raises KeyError for a leaf that no source signed."""
    signed = leaf["signed"]
    said = {
        "v": leaf["v"],
        "log": leaf["log"],
        "key": leaf["key"],
        "kind": leaf["kind"],
        "happened_at": leaf["happened_at"],
        "facts": leaf["facts"],
        "heads": signed["heads"],
        "commitments": leaf["commitments"],
        "device": signed["device"],
        "seq": signed["seq"],
        "alg": leaf["alg"],
    }
    return SIGNED_ENTRY + encode(said)
