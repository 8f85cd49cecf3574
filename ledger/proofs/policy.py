"""Policy: whom the user of the verifier trusts, in a file of his own (C2SP tlog-policy)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import whole_number
from ledger.proofs.keys import COSIGNATURE, PLAIN, Verifier

LONGEST_POLICY = 1_000_000
MOST_GROUPS = 256
NONE = "none"
CLOCK = "/clock"
"""Follows the origin in the name of the key by which a log says when it published a checkpoint."""


@dataclass(frozen=True)
class Group:
    """A group has witnessed a checkpoint once `threshold` of its members have."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """The logs that may sign, the witnesses by their local names, and whose cosignatures are asked for.

    `quorum` is the name of a witness or group; None asks for nobody's.
    """

    logs: Sequence[Verifier]
    witnesses: Mapping[str, Verifier] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str | None = None

    def verifiers(self) -> list[Verifier]:
        """List every key that may sign a checkpoint."""
        return [*self.logs, *self.witnesses.values()]

    def is_own_clock(self, key: Verifier) -> bool:
        """Tell whether a key is that of a log's own clock: it says when, and is no witness from outside."""
        return any(key.name == log.name + CLOCK for log in self.logs)

    def check_quorum(self, signed: Iterable[Verifier]) -> None:
        """Raise ProofError unless the keys that signed a checkpoint make the quorum."""
        if self.quorum is not None and not self._has_witnessed(self.quorum, set(signed)):
            raise ProofError(f"too few witnesses: the quorum {self.quorum} is not reached")

    def _has_witnessed(self, name: str, signed: set[Verifier]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in signed and not self.is_own_clock(self.witnesses[name])
        group = self.groups[name]
        return sum(self._has_witnessed(member, signed) for member in group.members) >= group.threshold


def parse_policy(text: str) -> Policy:
    """Read a policy; raises Unreadable that names the line."""
    if len(text) > LONGEST_POLICY:
        raise Unreadable("policy too long")
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            reading.take(line)
        except Unreadable as fault:
            raise Unreadable(f"policy line {number}: {fault}") from None
    if not reading.quorums:
        raise Unreadable("the policy has no quorum line")
    quorum = reading.quorums[0]
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, None if quorum == NONE else quorum)


class _Reading:
    """A policy while its lines are read: a name can be used only below the line that defines it."""

    def __init__(self) -> None:
        self.logs: list[Verifier] = []
        self.witnesses: dict[str, Verifier] = {}
        self.groups: dict[str, Group] = {}
        self.quorums: list[str] = []
        self._grouped: set[str] = set()

    def take(self, line: str) -> None:
        if any((sign < " " and sign != "\t") or sign == "\x7f" for sign in line):
            raise Unreadable("control character")
        words = [word for word in line.replace("\t", " ").split(" ") if word]
        if not words or words[0].startswith("#"):
            return
        readers = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        if words[0] not in readers:
            raise Unreadable("begins with none of log, witness, group, quorum")
        readers[words[0]](words[1:])

    def _log(self, words: list[str]) -> None:
        if len(words) not in (1, 2):
            raise Unreadable("a log is: log <vkey> [<url>]")
        self.logs.append(_new_key(words[0], PLAIN, self.logs))

    def _witness(self, words: list[str]) -> None:
        if len(words) not in (2, 3):
            raise Unreadable("a witness is: witness <name> <vkey> [<url>]")
        self._check_new(words[0])
        self.witnesses[words[0]] = _new_key(words[1], COSIGNATURE, self.witnesses.values())

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:
            raise Unreadable("a group is: group <name> <number|any|all> <member>...")
        if len(self.groups) == MOST_GROUPS:
            raise Unreadable(f"a policy has at most {MOST_GROUPS} groups")
        name, asked, *members = words
        self._check_new(name)
        for member in members:
            if member in self._grouped or not self._is_defined(member):
                raise Unreadable("a member of a group is defined above and belongs to one group, once")
            self._grouped.add(member)
        threshold = {"any": 1, "all": len(members)}.get(asked) or whole_number(asked)
        if not 1 <= threshold <= len(members):
            raise Unreadable("a group cannot ask for more members than it has, nor for none")
        self.groups[name] = Group(threshold, tuple(members))

    def _quorum(self, words: list[str]) -> None:
        if len(words) != 1 or self.quorums:
            raise Unreadable("the quorum is one line: quorum <name|none>")
        if words[0] != NONE and not self._is_defined(words[0]):
            raise Unreadable("the quorum is a witness or group defined above, or none")
        self.quorums.append(words[0])

    def _is_defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _check_new(self, name: str) -> None:
        if name == NONE or self._is_defined(name):
            raise Unreadable("this name is taken")


def _new_key(text: str, kind: int, known: Iterable[Verifier]) -> Verifier:
    verifier = Verifier.parse(text)
    if verifier.kind != kind:
        raise Unreadable("a log signs with a key of kind 1, a witness with one of kind 4")
    if any(verifier.public == other.public for other in known):
        raise Unreadable("the same public key stands in the policy twice")
    return verifier
