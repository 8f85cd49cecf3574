"""Checkpoints: the size and root of a log, in a text that its key signs (C2SP tlog-checkpoint v1.0.0)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import hash_from_base64, to_base64, whole_number
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import check_text, open_note


@dataclass(frozen=True)
class Checkpoint:
    """What a log promises: `size` entries under `root` (32 bytes). Extension lines are kept and mean nothing here."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Spell the text that is signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint (without signatures); raises Unreadable."""
    check_text(text)
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise Unreadable("a checkpoint has lines for origin, size and root, and none that is empty")
    return Checkpoint(lines[0], whole_number(lines[1]), hash_from_base64(lines[2]), tuple(lines[3:]))


def open_checkpoint(note: str | bytes, verifiers: Iterable[Verifier], origin: str | None = None) -> Checkpoint:
    """Read a signed checkpoint; raises ProofError if no verifier signed it or it belongs to another origin."""
    checkpoint = parse_checkpoint(open_note(note, verifiers).text)
    if origin is not None and checkpoint.origin != origin:
        raise ProofError(f"the checkpoint belongs to {checkpoint.origin}, not to {origin}")
    return checkpoint
