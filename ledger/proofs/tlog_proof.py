"""The proof of one entry as a text file that needs nothing else (C2SP tlog-proof)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.proofs.errors import Unreadable
from ledger.proofs.fields import from_base64, hash_from_base64, to_base64, whole_number
from ledger.proofs.notes import LONGEST_NOTE

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST_LINE = 65_535
LONGEST_PATH = 63


@dataclass(frozen=True)
class TlogProof:
    """Index, inclusion path from the leaf's sibling up, and the signed checkpoint; nobody vouches for `extra`."""

    index: int
    hashes: Sequence[bytes]
    checkpoint: str
    extra: bytes | None = None

    def text(self) -> str:
        """Spell the proof."""
        extra = [] if self.extra is None else [f"extra {to_base64(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(to_base64, self.hashes)]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def parse_tlog_proof(text: str) -> TlogProof:
    """Read a proof; the checkpoint is taken as it is, to be opened by the caller. Raises Unreadable."""
    head, _, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not checkpoint or len(checkpoint) > LONGEST_NOTE or lines.pop(0) != HEADER:
        raise Unreadable(f"a proof begins with {HEADER} and ends with a checkpoint after a blank line")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Unreadable("a line of the proof is too long")
    extra = from_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise Unreadable("the proof names no index")
    if len(lines) > 1 + LONGEST_PATH:
        raise Unreadable("the proof has too many hashes")
    hashes = tuple(hash_from_base64(line) for line in lines[1:])
    return TlogProof(whole_number(lines[0][6:]), hashes, checkpoint, extra)
