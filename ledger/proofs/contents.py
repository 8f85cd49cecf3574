"""What a pack says: entries that the log holds, each with its proof, and the openings its receiver may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.proofs.canonical import decode, encode
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.commitments import GROUPS, check_opening
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import from_base64, hash_from_base64
from ledger.proofs.leaves import Origins, commitments_of, parse_leaf
from ledger.proofs.manifest import ENTRIES, OPENINGS, PROOFS
from ledger.proofs.sources import Sources
from ledger.proofs.tree import leaf_hash, verify_inclusion


@dataclass
class Contents:
    """What was read and proven; `entries` are the decoded leaves by their index in the log."""

    entries: dict[int, dict[str, Any]] = field(default_factory=dict)
    leaves: int = 0
    openings: int = 0
    opened: set[tuple[int, str]] = field(default_factory=set)
    sources: Sources = field(default_factory=Sources)
    findings: list[str] = field(default_factory=list)

    @property
    def unopened(self) -> set[tuple[int, str]]:
        """Name the commitments that nobody opened, by index and group."""
        made = {(index, group) for index, entry in self.entries.items() for group in commitments_of(entry)}
        return made - self.opened


def read_contents(files: Mapping[str, bytes], checkpoint: Checkpoint) -> Contents:
    """Check entries, proofs and openings under a checkpoint; every fault becomes a finding."""
    contents = Contents()
    leaves = list(_lines(files, ENTRIES, contents))
    proofs = list(_lines(files, PROOFS, contents))
    contents.leaves = len(leaves)
    if not leaves:
        contents.findings.append(f"{ENTRIES}: no entries")
    if len(leaves) != len(proofs):
        contents.findings.append(f"{PROOFS}: {len(proofs)} proofs for {len(leaves)} entries")
    for number, leaf in enumerate(leaves[: len(proofs)]):
        _read_entry(number, leaf, proofs[number], checkpoint, contents)
    _check_origins(checkpoint.origin, contents)
    _check_sources(contents)
    last: tuple[int, str] | None = None
    for number, line in enumerate(_lines(files, OPENINGS, contents), start=1):
        last = _read_opening(number, line, last, contents)
    return contents


def _lines(files: Mapping[str, bytes], name: str, contents: Contents) -> Iterator[bytes]:
    octets = files.get(name, b"")
    if octets and not octets.endswith(b"\n"):
        contents.findings.append(f"{name}: the last line is not ended")
        octets += b"\n"
    yield from octets.split(b"\n")[:-1]


def _read_entry(number: int, leaf: bytes, proof: bytes, checkpoint: Checkpoint, contents: Contents) -> None:
    """Check one entry and its proof; it counts as an entry of the pack if both can be read."""
    entry, index = None, None
    try:
        entry = parse_leaf(leaf)
    except ProofError as fault:
        contents.findings.append(f"{ENTRIES} line {number + 1}: {fault}")
    try:
        index, hashes = _parse_proof(proof)
        if index in contents.entries:
            raise ProofError(f"index {index} stands in the pack twice")
        verify_inclusion(leaf_hash(leaf), index, checkpoint.size, hashes, checkpoint.root)
    except ProofError as fault:
        contents.findings.append(f"{PROOFS} line {number + 1}: {fault}")
    if entry is not None and index is not None:
        contents.entries.setdefault(index, entry)


def _check_origins(origin: str, contents: Contents) -> None:
    """Find the entries of another log, and leave them out."""
    origins = Origins(origin)
    for index in sorted(contents.entries):
        try:
            origins.learn(index, contents.entries[index])
            origins.check(contents.entries[index])
        except ProofError as fault:
            contents.findings.append(f"{ENTRIES}: the entry at {index} {fault}")
            del contents.entries[index]


def _check_sources(contents: Contents) -> None:
    for index in sorted(contents.entries):
        contents.sources.take(index, contents.entries[index])
    contents.sources.finish()
    contents.findings += [f"{ENTRIES}: the entry at {index} {fault}" for index, fault in contents.sources.findings]


def _parse_proof(line: bytes) -> tuple[int, list[bytes]]:
    proof = _object(line, {"hashes": list, "index": int})
    if not all(isinstance(sibling, str) for sibling in proof["hashes"]):
        raise Unreadable("a hash is base64")
    return proof["index"], [hash_from_base64(sibling) for sibling in proof["hashes"]]


def _read_opening(number: int, line: bytes, last: tuple[int, str] | None, contents: Contents) -> tuple[int, str] | None:
    """Check one opening; give its place in the order of openings, or the last one's if it has none."""
    contents.openings += 1
    place = last
    try:
        opening = _object(line, {"group": str, "index": int, "key": str, "value": dict})
        place = (opening["index"], opening["group"])
        if last is not None and place <= last:
            raise ProofError("not sorted by index and group, or opened twice")
        _check_against_leaf(opening, contents)
    except ProofError as fault:
        contents.findings.append(f"{OPENINGS} line {number}: {fault}")
    return place


def _check_against_leaf(opening: Mapping[str, Any], contents: Contents) -> None:
    index, group = opening["index"], opening["group"]
    entry = contents.entries.get(index)
    if entry is None:
        raise ProofError(f"opens the entry {index}, which the pack does not hold")
    made = commitments_of(entry).get(group)
    if group not in GROUPS or not isinstance(made, str):
        raise ProofError(f"the entry {index} commits to no group of this name")
    check_opening(group, encode(opening["value"]), from_base64(opening["key"]), _from_hex(made))
    contents.opened.add((index, group))


def _from_hex(text: str) -> bytes:
    """Read a commitment of 32 bytes, in small letters; raises Unreadable."""
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        octets = b""
    if len(octets) != 32 or octets.hex() != text:
        raise Unreadable("a commitment has 64 hexadecimal digits in small letters")
    return octets


def _object(line: bytes, shape: Mapping[str, type]) -> dict[str, Any]:
    """Read a canonical JSON object of exactly these keys and kinds of values; raises Unreadable."""
    value = decode(line)
    if not isinstance(value, dict) or value.keys() != shape.keys():
        raise Unreadable(f"not an object of {', '.join(sorted(shape))}")
    for key, kind in shape.items():
        if type(value[key]) is not kind:
            raise Unreadable(f"{key} is not of its kind")
    return value
