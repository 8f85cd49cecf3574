"""The receipt of a submission: the log's signed word that it took an entry, given before the entry has a position.

Our own format, a signed note (C2SP signed-note) of six lines:

    lodebook/submission@v1
    <origin>
    <key of the entry>
    <leaf hash, base64>
    <recorded_at, as the leaf has it>
    <seconds within which the log promises a position>

No checkpoint can be taken for it: the second line of a checkpoint is a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from ledger.proofs.errors import Unreadable
from ledger.proofs.fields import hash_from_base64, to_base64, whole_number
from ledger.proofs.notes import check_text

SUBMISSION = "lodebook/submission@v1"
RECORDED_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Submission:
    """What the log promised: the entry of this key and leaf hash, taken at this time, gets a position in time."""

    origin: str
    key: str
    leaf_hash: bytes
    recorded_at: str
    within_s: int

    def text(self) -> str:
        """Spell the text that is signed."""
        lines = (SUBMISSION, self.origin, self.key, to_base64(self.leaf_hash), self.recorded_at, str(self.within_s))
        return "".join(f"{line}\n" for line in lines)

    @property
    def promised_by(self) -> float:
        """The POSIX time after which a log without the entry has broken its word."""
        return datetime.fromisoformat(self.recorded_at.replace("Z", "+00:00")).timestamp() + self.within_s


def parse_submission(text: str) -> Submission:
    """Read the text of a receipt (without its signature); raises Unreadable."""
    check_text(text)
    lines = text[:-1].split("\n")
    if len(lines) != 6 or lines[0] != SUBMISSION or not lines[1]:
        raise Unreadable(f"a receipt has six lines, the first of which is {SUBMISSION}")
    if not UUID_TEXT.fullmatch(lines[2]):
        raise Unreadable("the key of an entry is a UUID in small letters")
    submission = Submission(lines[1], lines[2], hash_from_base64(lines[3]), lines[4], whole_number(lines[5]))
    try:
        if not RECORDED_AT.fullmatch(submission.recorded_at):
            raise ValueError
        submission.promised_by  # noqa: B018  (a day that no calendar has is found by reading it)
    except ValueError:
        raise Unreadable("the time of a receipt is like 2026-11-23T10:42:00.000000Z") from None
    return submission
