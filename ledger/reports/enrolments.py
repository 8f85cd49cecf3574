"""Enrolments: what a pack needs so that anybody can check what devices signed: their keys, and how they ended."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.log.reading import Positioned, events_by_id
from ledger.parties.devices.models import Device


def enrolments_for(events: Iterable[Positioned]) -> list[Positioned]:
    """Return the events that enrolled and revoked the devices which signed any of these, and so on.

    An enrolment may itself be signed by a device. One question for each generation of devices: that is one, as a rule.
    """
    there, found, known = list(events), [], set[str]()
    present = {event.id for event in there}
    while new := _signers(there) - known:
        known |= new
        ids = set()
        for device in Device.objects.filter(device__in=new):
            ids |= {device.event_id, *device.revocations}
        there = events_by_id(ids - present)
        present |= {event.id for event in there}
        found += there
    return found


def _signers(events: Iterable[Positioned]) -> set[str]:
    return {event.envelope["signed"]["device"] for event in events if "signed" in event.envelope}
