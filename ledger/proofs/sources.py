"""Sources: were the entries signed by the devices that they name, and were those devices known to the log by then?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ledger.proofs.ed25519 import verify_ed25519_all
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import from_base64
from ledger.proofs.p256 import verify_p256
from ledger.proofs.source import ALGORITHMS, BY_LOG, ED25519, ES256, signed_words

ENROLLED, REVOKED = "device.enrolled.v1", "device.revoked.v1"
PUBLIC_KEY_BYTES = {ES256: 65, ED25519: 32}
SIGNATURE_BYTES = 64
SIGNED_MEMBERS = {"device", "heads", "seq", "signature"}
MOST_WAITING = 10_000
"""So many signatures are checked together; in a long log memory stays flat."""


class Device(NamedTuple):
    """A device as its enrolment says: how it signs, and by which key."""

    alg: str
    public: bytes


class Claim(NamedTuple):
    """One signature to be checked: of the entry at an index."""

    entry: int
    public: bytes
    message: bytes
    signature: bytes


class Sources:
    """Entries go in by the order of their indexes; `findings` is whole after `finish`.

    An entry may be signed by a device that was enrolled before it and not revoked before it. Its numbers of one device
    never go back.
    """

    def __init__(self) -> None:
        self.findings: list[tuple[int, str]] = []
        self.signed = self.entered_at_server = 0
        self.signers: dict[str, int] = {}
        self._devices: dict[str, Device] = {}
        self._revoked: set[str] = set()
        self._waiting: dict[str, list[Claim]] = {alg: [] for alg in ALGORITHMS}

    def take(self, index: int, entry: Mapping[str, Any]) -> None:
        """Check one entry, but for its signature, which waits; and learn which devices it enrols or revokes."""
        try:
            if entry.get("alg") == BY_LOG and "signed" not in entry:
                self.entered_at_server += 1
            else:
                self._take_signed(index, entry)
            if entry.get("kind") in (ENROLLED, REVOKED):
                self._learn(entry)
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
        name, number = signed["device"], signed["seq"]
        if not isinstance(name, str) or type(number) is not int or not isinstance(signed["signature"], str):
            raise Unreadable("names no device, number and signature")
        self.signed += 1
        last, self.signers[name] = self.signers.get(name), number
        device = self._devices.get(name)
        if device is None:
            raise ProofError(f"is signed by the device {name}, which no entry before it enrols")
        if name in self._revoked:
            raise ProofError(f"is signed by the device {name}, which an entry before it revokes")
        if device.alg != alg:
            raise ProofError(f"is signed with {alg}, its device was enrolled with {device.alg}")
        if last is not None and number <= last:
            raise ProofError(f"is number {number} of its device, after number {last}")
        self._waiting[alg].append(Claim(index, device.public, _message(entry), _signature(signed["signature"])))

    def _learn(self, entry: Mapping[str, Any]) -> None:
        facts = entry.get("facts")
        name = facts.get("device") if isinstance(facts, dict) else None
        if not isinstance(facts, dict) or not isinstance(name, str):
            raise Unreadable("names no device")
        if entry["kind"] == REVOKED:
            self._revoked.add(name)
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
    return Device(alg, public)


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
