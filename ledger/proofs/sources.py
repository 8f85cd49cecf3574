"""Sources: were the entries signed by the devices that they name, and might those devices sign for them?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from ledger.proofs.ed25519 import verify_ed25519_all
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import from_base64
from ledger.proofs.p256 import verify_p256
from ledger.proofs.source import ALGORITHMS, BY_LOG, ED25519, ES256, signed_words

ENROLLED, REVOKED = "device.enrolled.v1", "device.revoked.v1"
IN_GOOD_ORDER = ("replaced", "left")
"""Reasons after which a device is believed about what happened before its revocation."""
PUBLIC_KEY_BYTES = {ES256: 65, ED25519: 32}
SIGNATURE_BYTES = 64
SIGNED_MEMBERS = {"device", "heads", "seq", "signature"}
MOST_WAITING = 10_000
"""So many signatures are checked together; in a long log memory stays flat."""
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)", re.ASCII)


@dataclass
class Device:
    """A device as its enrolment says, with the numbers that it used: all up to `counted`, and those in `beyond`."""

    alg: str
    public: bytes
    party: object
    holder: object
    revoked: Mapping[str, Any] | None = None
    counted: int = 0
    beyond: set[int] = field(default_factory=set)

    def count(self, number: int) -> bool:
        """Use a number; tell whether it was free."""
        if number <= self.counted or number in self.beyond:
            return False
        self.beyond.add(number)
        while self.counted + 1 in self.beyond:
            self.counted += 1
            self.beyond.remove(self.counted)
        return True


class Claim(NamedTuple):
    """One signature to be checked: of the entry at an index."""

    entry: int
    public: bytes
    message: bytes
    signature: bytes


class Sources:
    """Entries go in by the order of their indexes; `findings` is whole after `finish`.

    A device signs for its own party, after its enrolment, before its revocation, and uses each number once.
    """

    def __init__(self) -> None:
        self.findings: list[tuple[int, str]] = []
        self.signed = self.entered_at_server = 0
        self.signers: set[str] = set()
        self._devices: dict[str, Device] = {}
        self._waiting: dict[str, list[Claim]] = {alg: [] for alg in ALGORITHMS}

    def take(self, index: int, entry: Mapping[str, Any]) -> None:
        """Check one entry, but for its signature, which waits; and learn which devices it enrols or revokes."""
        try:
            if entry.get("alg") == BY_LOG and "signed" not in entry:
                self.entered_at_server += 1
            else:
                self._take_signed(index, entry)
        except ProofError as fault:
            self.findings.append((index, str(fault)))
        try:
            if entry.get("kind") in (ENROLLED, REVOKED):
                self._learn(entry["kind"], entry.get("facts"))
        except ProofError as fault:
            self.findings.append((index, str(fault)))
        if sum(map(len, self._waiting.values())) >= MOST_WAITING:
            self.finish()

    def finish(self) -> None:
        """Check the signatures that wait."""
        for alg, verify_all in ((ES256, verify_p256), (ED25519, verify_ed25519_all)):
            claims, self._waiting[alg] = self._waiting[alg], []
            held = verify_all([(claim.public, claim.message, claim.signature) for claim in claims])
            self.findings += [
                (claim.entry, "was not signed by the device that it names")
                for claim, good in zip(claims, held)  # noqa: B905 (Python 3.9 has no strict=)
                if not good
            ]
        self.findings.sort()

    def _take_signed(self, index: int, entry: Mapping[str, Any]) -> None:
        alg, signed = entry.get("alg"), entry.get("signed")
        if alg not in ALGORITHMS or not isinstance(signed, dict) or signed.keys() != SIGNED_MEMBERS:
            raise Unreadable("is signed in a way that this program does not know")
        name, number, spelled = signed["device"], signed["seq"], signed["signature"]
        if not isinstance(name, str) or type(number) is not int or number < 1 or not isinstance(spelled, str):
            raise Unreadable("names no device, number from 1 and signature")
        self.signed += 1
        self.signers.add(name)
        device = self._devices.get(name)
        if device is None:
            raise ProofError(f"is signed by the device {name}, which no entry before it enrols")
        _check_may_sign(device, name, entry)
        if not device.count(number):
            raise ProofError(f"has the number {number} of the device {name}, which an entry before it has")
        self._waiting[alg].append(Claim(index, device.public, _message(entry), _signature(spelled)))

    def _learn(self, kind: str, facts: object) -> None:
        if not isinstance(facts, dict) or not isinstance(facts.get("device"), str):
            raise Unreadable("names no device")
        name = facts["device"]
        if kind == REVOKED:
            if name in self._devices:
                self._devices[name].revoked = facts
        elif name in self._devices:
            raise ProofError(f"enrols the device {name} a second time")
        else:
            self._devices[name] = _device(facts)


def _device(facts: Mapping[str, Any]) -> Device:
    alg, spelled = facts.get("alg"), facts.get("public_key")
    if alg not in ALGORITHMS or not isinstance(spelled, str):
        raise Unreadable("enrols a device without a key that this program knows")
    public = from_base64(spelled)
    if len(public) != PUBLIC_KEY_BYTES[alg]:
        raise Unreadable(f"enrols a device with a key of {len(public)} bytes")
    return Device(alg, public, facts.get("party"), facts.get("holder"))


def _check_may_sign(device: Device, name: str, entry: Mapping[str, Any]) -> None:
    """Raise ProofError for what a device signs that is revoked, is another's, or signs in another way."""
    if device.alg != entry["alg"]:
        raise ProofError(f"is signed with {entry['alg']}, but the device {name} was enrolled with {device.alg}")
    if device.party != entry.get("party") or device.holder not in (None, entry.get("actor")):
        raise ProofError(f"is signed by the device {name}, which was enrolled for somebody else")
    if device.revoked is not None and not _is_believed(device.revoked, entry):
        raise ProofError(f"is signed by the device {name}, which an entry before it revokes")


def _is_believed(revoked: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Tell whether a revoked device's word still counts about what happened at this time."""
    since, happened_at = _moment(revoked.get("since")), _moment(entry.get("happened_at"))
    in_good_order = revoked.get("reason") in IN_GOOD_ORDER
    return in_good_order and since is not None and happened_at is not None and happened_at < since


def _moment(text: object) -> datetime | None:
    """Read a time with its offset; None for what is none."""
    found = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    minutes, seconds, fraction, offset = found.groups()
    offset = "+00:00" if offset == "Z" else offset
    try:
        return datetime.fromisoformat(f"{minutes}{seconds or ':00'}.{fraction or '':0<6}{offset}")
    except ValueError:
        return None


def _message(entry: Mapping[str, Any]) -> bytes:
    try:
        return signed_words(entry)
    except KeyError as fault:
        raise Unreadable(f"does not say {fault}, which its device signed") from None


def _signature(spelled: str) -> bytes:
    signature = from_base64(spelled)
    if len(signature) != SIGNATURE_BYTES:
        raise Unreadable(f"has a signature of {len(signature)} bytes")
    return signature
