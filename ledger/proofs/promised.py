"""Promised: did the log keep the word that it gave for an entry, or is the receipt evidence that it did not?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.mirror import look_for
from ledger.proofs.notes import open_note
from ledger.proofs.policy import Policy
from ledger.proofs.signed_checkpoint import open_trusted
from ledger.proofs.submission import Submission, parse_submission
from ledger.proofs.tlog_proof import parse_tlog_proof
from ledger.proofs.tree import verify_inclusion


@dataclass
class Promise:
    """A receipt that its log signed, and what became of it.

    `position` is None where the entry is not in the tree of `checkpoint`. `seen_at` is the latest POSIX time at which
    a witness or clock of the policy says that it saw this checkpoint.
    """

    submission: Submission
    checkpoint: Checkpoint | None = None
    position: int | None = None
    seen_at: int | None = None
    findings: list[str] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Tell whether the entry is missing from a tree that was published after the promised time."""
        return (
            self.position is None
            and not self.findings
            and self.seen_at is not None
            and self.seen_at > self.submission.promised_by
        )


def open_receipt(note: bytes, policy: Policy) -> Promise:
    """Read a receipt; raises ProofError unless a log of the policy signed it in its own name."""
    opened = open_note(note, policy.logs)
    submission = parse_submission(opened.text)
    if submission.origin not in opened.verified:
        raise ProofError(f"the log {submission.origin!r} itself did not sign this receipt")
    return Promise(submission)


def hold_to_proof(promise: Promise, proof: str, policy: Policy) -> None:
    """Check that a proof gives the entry of a receipt its position; raises ProofError."""
    promise.position, promise.checkpoint = position_by_proof(promise.submission.leaf_hash, proof, policy)
    _same_log(promise.submission, promise.checkpoint)


def hold_to_mirror(promise: Promise, folder: Path, policy: Policy) -> None:
    """Look for the entry of a receipt in a mirrored log; raises ProofError for a mirror of another log or of none."""
    report = look_for(promise.submission.leaf_hash, folder, policy)
    _same_log(promise.submission, report.signed.checkpoint)
    promise.checkpoint, promise.position = report.signed.checkpoint, report.found_at
    promise.seen_at = max(report.signed.times.values(), default=None)
    promise.findings = report.findings


def position_by_proof(leaf: bytes, proof: str, policy: Policy) -> tuple[int, Checkpoint]:
    """Check a proof of one leaf under a policy; give its position and the checkpoint. Raises ProofError."""
    parsed = parse_tlog_proof(proof)
    checkpoint = open_trusted(parsed.checkpoint, policy).checkpoint
    verify_inclusion(leaf, parsed.index, checkpoint.size, parsed.hashes, checkpoint.root)
    return parsed.index, checkpoint


def _same_log(submission: Submission, checkpoint: Checkpoint) -> None:
    if checkpoint.origin != submission.origin:
        raise ProofError(f"the checkpoint is of {checkpoint.origin!r}, the receipt of {submission.origin!r}")
