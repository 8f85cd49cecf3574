"""Commitments: a leaf keeps its values to itself, and can still be held to them."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from ledger.proofs.canonical import encode
from ledger.proofs.errors import ProofError

GROUPS = ("trade", "people", "position", "notes")
COMMITMENT_KEY_BYTES = 32


def new_key() -> bytes:
    """Draw a key for one commitment; never used for a second one."""
    return secrets.token_bytes(COMMITMENT_KEY_BYTES)


def commit(group: str, value: Mapping[str, Any], key: bytes) -> bytes:
    """Commit to a disclosure group's value: HMAC-SHA-256 over the group's name, a zero byte and canonical JSON."""
    return commit_bytes(group, encode(value), key)


def commit_bytes(group: str, value_bytes: bytes, key: bytes) -> bytes:
    """Commit to a value that is already spelled canonically; raises ProofError for an unknown group or a short key."""
    if group not in GROUPS:
        raise ProofError("no such disclosure group")
    if len(key) != COMMITMENT_KEY_BYTES:
        raise ProofError(f"the key of a commitment has {COMMITMENT_KEY_BYTES} bytes")
    return hmac.digest(key, group.encode("ascii") + b"\x00" + value_bytes, "sha256")


def check_opening(group: str, value_bytes: bytes, key: bytes, commitment: bytes) -> None:
    """Check that a value and its key are what was committed to, in constant time; raises ProofError."""
    if not hmac.compare_digest(commit_bytes(group, value_bytes, key), commitment):
        raise ProofError("the opening does not fit its commitment")
