"""The signed checkpoint under a policy: who of those whom the user trusts signed it, and when they say they saw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ledger.proofs.checkpoints import Checkpoint, parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import open_note, parse_note
from ledger.proofs.policy import Policy


class SignedCheckpoint(NamedTuple):
    """A checkpoint, and the keys of the policy that signed it.

    `witnesses` are local names of the policy. `times` are POSIX times by local name; the log's own clock is among
    them, though it is no witness.
    """

    checkpoint: Checkpoint
    keys: list[Verifier]
    log_keys: list[Verifier]
    witnesses: list[str]
    times: Mapping[str, int]


def open_signed(note: str | bytes, policy: Policy) -> SignedCheckpoint:
    """Read a checkpoint that some key of the policy signed; raises ProofError. Who signed is left to be judged."""
    opened = open_note(note, policy.verifiers())
    times = _times(note)
    cosigned = {name: times[key.name, key.key_id] for name, key in policy.witnesses.items() if key in opened.keys}
    return SignedCheckpoint(
        parse_checkpoint(opened.text),
        opened.keys,
        [key for key in opened.keys if key in policy.logs],
        [name for name in cosigned if not policy.is_own_clock(policy.witnesses[name])],
        cosigned,
    )


def open_trusted(note: str | bytes, policy: Policy) -> SignedCheckpoint:
    """Read a checkpoint that its own log signed and that the policy's quorum saw; raises ProofError."""
    signed = open_signed(note, policy)
    if not any(key.name == signed.checkpoint.origin for key in signed.log_keys):
        raise ProofError(f"the log {signed.checkpoint.origin!r} itself did not sign its checkpoint")
    policy.check_quorum(signed.keys)
    return signed


def _times(note: str | bytes) -> dict[tuple[str, bytes], int]:
    """Give the time that begins each cosignature; other kinds of signatures begin with none."""
    return {
        (name, number): int.from_bytes(signature[:8], "big") for name, number, signature in parse_note(note).signatures
    }
