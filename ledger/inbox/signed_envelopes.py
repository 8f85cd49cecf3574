"""The part of an envelope that a device signed: read without spelling anything anew, since the signature covers it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from ledger.deeds.entries import Signed
from ledger.deeds.facts import Fact, read_all
from ledger.deeds.kinds import Kind
from ledger.errors import BadEntry
from ledger.proofs import canonical
from ledger.proofs.commitments import COMMITMENT_KEY_BYTES, check_opening
from ledger.proofs.errors import ProofError
from ledger.proofs.source import ALGORITHMS

SIGNED_FIELDS = ("device", "seq", "alg", "signature", "commitments", "openings")
"""They come all together or not at all."""
SIGNATURE_BYTES = 64
MOST_SEQ = 2**53 - 1
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile("[0-9a-f]{64}")


def is_signed(envelope: Mapping[str, Any]) -> bool:
    """Say whether an envelope came from a device; raises BadEntry if a part of what that takes is missing."""
    missing = [name for name in SIGNED_FIELDS if name not in envelope]
    if missing and len(missing) < len(SIGNED_FIELDS):
        raise BadEntry("signed_in_part", missing[0], f"all of {', '.join(SIGNED_FIELDS)}, or none")
    return not missing


def read_signed(envelope: Mapping[str, Any], heads: Mapping[str, str], groups: Mapping[str, Any]) -> Signed:
    """Return what was signed beside the words; every opening fits its commitment. Raises BadEntry."""
    device, seq, alg = envelope["device"], envelope["seq"], envelope["alg"]
    if not (isinstance(device, str) and _UUID.fullmatch(device)):
        raise BadEntry("device_not_uuid", "device", "the UUID of the device, in small letters")
    if type(seq) is not int or not 1 <= seq <= MOST_SEQ:
        raise BadEntry("fact_not_whole", "seq", f"a whole number from 1 to {MOST_SEQ}")
    if alg not in ALGORITHMS:
        raise BadEntry("fact_not_choice", "alg", f"one of {', '.join(ALGORITHMS)}")
    _octets(envelope["signature"], "signature", SIGNATURE_BYTES)
    commitments = _record(envelope["commitments"], "commitments", "a record of groups and their commitments")
    keys = {group: _key(envelope["openings"][group], group) for group in groups}
    _check_commitments(commitments, groups, keys)
    return Signed(device, seq, alg, envelope["signature"], dict(heads), dict(commitments), keys)


def read_facts(kind: Kind, envelope: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return all facts in the order of their kind, and those behind commitments by group. Raises BadEntry.

    A signed entry says its open facts in `facts`, and those of each disclosure group in its opening.
    """
    openings = _record(envelope["openings"], "openings", "a record of groups and their openings")
    for group, opening in openings.items():
        if group not in kind.groups:
            raise BadEntry("group_unknown", f"openings.{group}", f"one of {', '.join(sorted(kind.groups)) or 'none'}")
        path = f"openings.{group}"
        given = _record(opening, path, "a record of key and value")
        if set(given) != {"key", "value"} or not _record(given["value"], f"{path}.value", "a record of facts"):
            raise BadEntry("opening_wrong", path, "a key, and a value with at least one fact")
    found = _read_group(kind, "open", envelope["facts"], "facts")
    groups = {}
    for group in sorted(kind.groups):
        value = openings[group]["value"] if group in openings else {}
        read = _read_group(kind, group, value, f"openings.{group}.value")
        if read:
            groups[group] = read
            found |= read
    return {name: found[name] for name in kind.schema if name in found}, groups


def as_sent(sent: Any, read: Any, path: str) -> None:
    """Raise BadEntry at the first place where a value is spelled otherwise than the ledger keeps it."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for name in sent:
            if name not in read:
                raise BadEntry("not_canonical", f"{path}.{name}", "nothing")
        for name in read:
            as_sent(sent[name], read[name], f"{path}.{name}")
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for number, (one, other) in enumerate(zip(sent, read, strict=True)):
            as_sent(one, other, f"{path}[{number}]")
    elif type(sent) is not type(read) or sent != read:
        raise BadEntry("not_canonical", path, canonical.encode(read).decode())


def _read_group(kind: Kind, group: str, given: dict[str, Any], path: str) -> dict[str, Any]:
    wanted: dict[str, Fact] = {name: fact for name, fact in kind.schema.items() if fact.group == group}
    for name in given:
        if name in kind.schema and name not in wanted:
            other = kind.schema[name].group
            place = "facts" if other == "open" else f"openings.{other}.value"
            raise BadEntry("fact_elsewhere", f"{path}.{name}", f"{place}.{name}")
    read = read_all(wanted, given, path)
    as_sent(given, read, path)
    return read


def _check_commitments(commitments: Any, groups: Mapping[str, Any], keys: Mapping[str, bytes]) -> None:
    for group in sorted({*commitments, *groups}):
        path, given = f"commitments.{group}", commitments.get(group)
        if group not in groups:
            raise BadEntry("commitment_without_opening", path, f"openings.{group}")
        if not (isinstance(given, str) and _HASH.fullmatch(given)):
            raise BadEntry("commitment_wrong", path, "64 small hexadecimal digits")
        try:
            check_opening(group, canonical.encode(groups[group]), keys[group], bytes.fromhex(given))
        except ProofError:
            raise BadEntry("opening_does_not_fit", f"openings.{group}", "the value and key of its commitment") from None


def _key(opening: Mapping[str, Any], group: str) -> bytes:
    return _octets(opening["key"], f"openings.{group}.key", COMMITMENT_KEY_BYTES)


def _octets(value: Any, path: str, length: int) -> bytes:
    try:
        octets = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) != length or base64.b64encode(octets).decode() != value:
        raise BadEntry("not_base64", path, f"base64 of {length} bytes, with its padding")
    return octets


def _record(value: Any, path: str, expected: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadEntry("fact_not_record", path, expected)
    return value
