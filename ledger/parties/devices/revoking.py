"""Revoke: what a device signs is not taken any more. Nothing that it signed is taken out of the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.device_access import may_revoke_device
from ledger.parties.devices.enrolling import UUID
from ledger.parties.devices.refusals import AlreadyRevoked, NotYourDevice
from ledger.parties.devices.tables import DEVICE
from ledger.parties.devices.taking import IN_GOOD_ORDER, REASONS

KIND = "device.revoked.v1"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)"
SCHEMA = {
    "device": Words(most=36, pattern=UUID, about="UUID of the device."),
    "reason": Choice(of=REASONS, about="Why. After lost, stolen and compromised nothing that comes later is believed."),
    "since": Words(
        most=40, pattern=MOMENT, about="Since when it is not trusted, with its offset: 2026-11-23T07:30:00+02:00."
    ),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={DEVICE: [entry["device"]]})


def known(entry: Entry, rows: Rows) -> None:
    """Refuse a device that nobody enrolled, and a time that is none or lies ahead."""
    if rows.get(DEVICE, entry["device"]) is None:
        raise BadEntry("unknown_device", "facts.device", "the UUID of an enrolled device", given=entry["device"])
    if _since(entry) > entry.moment:
        raise BadEntry("noticed_later", "facts.since", "a time not after happened_at")


def _since(entry: Entry) -> datetime:
    try:
        return datetime.fromisoformat(entry["since"])
    except ValueError:
        raise BadEntry("time_not_aware", "facts.since", "a time with its offset") from None


@guard("DEV-01", on=KIND, source="domain/proofs.md §4.6")
def revoked_by_whom(entry: Entry, rows: Rows) -> None:
    """Keepers revoke any device, a manager of a depot those of the own party, its holder the device that he has."""
    if not may_revoke_device(entry.actor, rows.get(DEVICE, entry["device"])):
        raise NotYourDevice(device=entry["device"])


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses device_already_revoked, unless a device that went in good order turns out to be lost."""
    device = rows.get(DEVICE, entry["device"])
    worse = device.revoked_reason in IN_GOOD_ORDER and entry["reason"] not in IN_GOOD_ORDER
    if device.revoked_reason and not worse:
        raise AlreadyRevoked(device=entry["device"], reason=device.revoked_reason)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """End the trust in the device; the counter stays as it is."""
    rows.change(
        DEVICE,
        event["device"],
        revoked_reason=event["reason"],
        revoked_since=datetime.fromisoformat(event["since"]),
        revoked_on=date.fromisoformat(event.local_date),
        revocations=[*rows.get(DEVICE, event["device"]).revocations, event.id],
    )


deed(
    KIND,
    about="What a device signs is not taken any more.",
    schema=SCHEMA,
    example={
        "device": "6c1bb8fc-4a44-4c5d-9a39-1a2f7f6f3f10",
        "reason": "lost",
        "since": "2026-11-22T16:00:00+02:00",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
