"""A log that cannot go on has ended; the next one begins with its last checkpoint, so that nobody loses the thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Fact, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.fields import hash_from_base64
from ledger.proofs.notes import parse_note

KIND = "log.continued.v1"
MOST_SIGNS = 20_000
NO_ROOT = "A" * 43 + "="


@dataclass(frozen=True, kw_only=True)
class SignedCheckpoint(Fact):
    """The note of a checkpoint, signatures and all, as it was published."""

    def read(self, value: Any, path: str) -> str:
        try:
            if not isinstance(value, str) or len(value) > MOST_SIGNS:
                raise ProofError
            parse_checkpoint(parse_note(value).text)
        except ProofError:
            raise BadEntry("fact_not_text", path, "a signed checkpoint") from None
        return value

    def shape(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": MOST_SIGNS}


def needs(entry: Entry) -> Needs:
    return NOTHING


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses facts that differ from the checkpoint beside them."""
    said = parse_checkpoint(parse_note(entry["checkpoint"]).text)
    if (said.origin, said.size, said.root) != (entry["origin"], entry["size"], hash_from_base64(entry["root"])):
        raise BadEntry("fact_not_text", "facts.checkpoint", "the checkpoint of that origin, size and root")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Changes nothing: the events of the log that ended are still there, and stay what they were."""


deed(
    KIND,
    about="This log goes on where another one ended; that one's last checkpoint as the world was shown it.",
    schema={
        "origin": Words(most=200, about="The origin of the log that ended."),
        "size": Whole(about="How many entries it had as published."),
        "root": Words(most=44, about="The root of its tree at that size, in base64."),
        "checkpoint": SignedCheckpoint(about="The signed checkpoint itself, line by line as it was published."),
    },
    example={
        "origin": "example.org/ledger",
        "size": 5,
        "root": NO_ROOT,
        "checkpoint": f"example.org/ledger\n5\n{NO_ROOT}\n\n— example.org/ledger AAAAAAA=\n",
    },
    needs=needs,
    check=check,
    apply=apply,
    by_hand=False,
)
