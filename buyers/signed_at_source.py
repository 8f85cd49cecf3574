"""How the entries of a step were signed: by the device that made them, or by the log alone as they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned
from ledger.parties.device_access import sees_device
from ledger.parties.devices.models import Device
from ledger.parties.devices.words import called

MOST_NAMED = 3


@dataclass(frozen=True)
class Signed:
    """Of `entries`, `signed` were signed by `devices`; `doubtful` of them after their device was not trusted."""

    entries: int
    signed: int
    devices: list[tuple[str, str]]
    """Names of at most three devices, with the UUID for those who may open the device's page."""
    more: int
    doubtful: int


def devices_of(events: Iterable[Positioned]) -> dict[str, Device]:
    """Return the devices that signed any of these events, by UUID; one question at most."""
    numbers = {device for event in events if (device := _device(event))}
    return {str(each.device): each for each in Device.objects.filter(device__in=numbers)} if numbers else {}


def how_signed(events: Iterable[Positioned], devices: Mapping[str, Device], actor: Actor) -> Signed:
    """Return how the events of a step were signed."""
    events = list(events)
    signed = [event for event in events if _device(event) in devices]
    used = sorted({_device(event) for event in signed}, key=lambda number: called(devices[number]))
    named = [
        (called(devices[number]), number if sees_device(actor, devices[number].party) else "")
        for number in used[:MOST_NAMED]
    ]
    doubtful = sum(_is_doubtful(event, devices[_device(event)]) for event in signed)
    return Signed(len(events), len(signed), named, len(used) - len(named), doubtful)


def _device(event: Positioned) -> str:
    signed: dict[str, Any] | None = event.envelope.get("signed")
    return str(signed["device"]) if signed else ""


def _is_doubtful(event: Positioned, device: Device) -> bool:
    since = device.revoked_since
    return since is not None and datetime.fromisoformat(event.envelope["happened_at"]) >= since
