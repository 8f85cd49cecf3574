"""Take what devices sign: the signature is checked under the device's lock, and every number is taken once.

A revocation for a reason for which nobody knows who holds the key (lost, stolen, compromised) ends all trust: nothing
that comes afterwards is taken, since whoever has the key also says when it happened. A device that was replaced or left
behind in good order may still deliver what it signed before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ledger.deeds.entries import Entry, Event, Signed
from ledger.deeds.kinds import KINDS
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.deeds.sealing import said_by_source, split_groups
from ledger.deeds.sources import Source, take_signed_by
from ledger.errors import Waits
from ledger.parties.devices.keys import is_signed
from ledger.parties.devices.refusals import DeviceOfAnother, DeviceRevoked, DeviceSeqReused, SignatureFalse
from ledger.parties.devices.tables import DEVICE, DEVICE_ENTRY, numbered
from ledger.proofs.source import signed_words

REPLACED, LEFT, LOST, STOLEN, COMPROMISED = "replaced", "left", "lost", "stolen", "compromised"
REASONS = (REPLACED, LEFT, LOST, STOLEN, COMPROMISED)
IN_GOOD_ORDER = frozenset({REPLACED, LEFT})
"""Reasons after which the key is believed about what happened before the revocation."""


def needs(signed: Signed) -> Needs:
    """The device for change, since its counter moves: its entries come from one phone, so nobody waits for it."""
    return Needs(change={DEVICE: [signed.device]}, create={DEVICE_ENTRY: [numbered(signed.device, signed.seq)]})


def check(entry: Entry, signed: Signed, rows: Rows, origin: str) -> None:
    """Refuses signature_false, device_of_another, device_revoked, device_seq_reused; waits for device_unknown."""
    device = rows.get(DEVICE, signed.device)
    if device is None:
        # a phone that was offline may send before its enrolment arrives
        raise Waits("device_unknown", [signed.device], device=signed.device)
    words = _words(entry, signed, origin)
    if device.alg != signed.alg or not is_signed(device.public_key, words, signed.signature):
        raise SignatureFalse(device=signed.device, alg=signed.alg)
    if device.party != entry.actor.party or device.holder not in {None, entry.actor.id}:
        raise DeviceOfAnother(device=signed.device)
    if device.revoked_since and not still_believed(device, entry.moment):
        raise DeviceRevoked(device=signed.device, reason=device.revoked_reason, since=device.revoked_since.isoformat())
    earlier = rows.get(DEVICE_ENTRY, numbered(signed.device, signed.seq))
    if earlier is not None:
        raise DeviceSeqReused(device=signed.device, seq=signed.seq, earlier=str(earlier.key))


def still_believed(device: Any, moment: datetime) -> bool:
    """Say whether a revoked device's word still counts about what happened at this time."""
    return device.revoked_reason in IN_GOOD_ORDER and moment < device.revoked_since


def _words(entry: Entry, signed: Signed, origin: str) -> bytes:
    open_facts, _ = split_groups(KINDS[entry.kind], entry.facts)
    return signed_words(said_by_source(origin, entry.key, entry.kind, entry.happened_at, open_facts, signed))


def apply(event: Event, signed: Signed, rows: Rows) -> None:
    """Count the entry for its device."""
    rows.add(
        DEVICE_ENTRY,
        id=numbered(signed.device, signed.seq),
        device=signed.device,
        seq=signed.seq,
        key=event.key,
        event_id=event.id,
        happened_at=datetime.fromisoformat(event.happened_at),
    )
    device = rows.get(DEVICE, signed.device)
    came = datetime.fromisoformat(event.recorded_at)
    rows.change(
        DEVICE,
        signed.device,
        entries=device.entries + 1,
        last_seq=max(device.last_seq, signed.seq),
        last_at=max(came, device.last_at or came),
    )


take_signed_by(Source(needs=needs, check=check, apply=apply))
