"""Leaves: what a verifier relies on in an entry of the log, and of which log it may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.proofs.canonical import decode
from ledger.proofs.errors import ProofError, Unreadable

ENTRY_VERSION = 1
LONGEST_ENTRY = 65_535
CONTINUED = "log.continued.v1"


def parse_leaf(leaf: bytes) -> dict[str, Any]:
    """Read a leaf of any log; raises Unreadable."""
    if len(leaf) > LONGEST_ENTRY:
        raise Unreadable(f"longer than {LONGEST_ENTRY} bytes")
    entry = decode(leaf)
    if not isinstance(entry, dict) or type(entry.get("v")) is not int or entry["v"] != ENTRY_VERSION:
        raise Unreadable('not an entry of "v":1')
    if not isinstance(entry.get("commitments", {}), dict):
        raise Unreadable("its commitments are not listed by group")
    return entry


def commitments_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Give the commitments of a leaf by disclosure group; empty if it makes none."""
    commitments: dict[str, Any] = entry.get("commitments", {})
    return commitments


class Origins:
    """The log's own origin, and those of the lost logs that it continues.

    A log that continues another begins with an entry that says so; behind it stand the entries of the lost log, byte
    for byte, so with the origin that they had. If that one had continued a third, its own first entry comes next.
    """

    def __init__(self, origin: str) -> None:
        self.chain = [origin]

    def learn(self, index: int, entry: Mapping[str, Any]) -> None:
        """Take note of an entry that continues a lost log; entries come in the order of their indexes."""
        facts = entry.get("facts")
        if (
            entry.get("kind") == CONTINUED
            and index == len(self.chain) - 1
            and entry.get("log") == self.chain[-1]
            and isinstance(facts, dict)
            and isinstance(facts.get("origin"), str)
        ):
            self.chain.append(facts["origin"])

    def check(self, entry: Mapping[str, Any]) -> None:
        """Raise ProofError for an entry of another log than these."""
        if entry.get("log") not in self.chain:
            raise ProofError("belongs to another log than the checkpoint")
