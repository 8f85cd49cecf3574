"""Counters of devices: which numbers came, which were refused or wait, and which are missing.

A device counts what it signs. A number that never comes is an entry that somebody kept back, on the way or here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.fields.json import KT

from ledger.inbox.models import InboxEntry
from ledger.parties.devices.models import Device, DeviceEntry
from ledger.parties.devices.refusals import SAYS_NOTHING_OF_COUNTER

MOST_GAPS = 100
MOST_KEPT = 1_000
_GAPS = """
    SELECT before + 1, seq - 1
    FROM (SELECT seq, lag(seq, 1, 0::bigint) OVER (ORDER BY seq) AS before
          FROM ledger_deviceentry WHERE device = %s) own
    WHERE seq > before + 1 ORDER BY seq LIMIT %s"""


@dataclass(frozen=True)
class Kept:
    """An entry that the device signed and that is in the inbox: it is not missing."""

    seq: int
    status: str
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Counter:
    """What came of a device's numbers. `gaps` are ranges, first and last, of which nothing is known here."""

    gaps: Sequence[tuple[int, int]]
    kept: Sequence[Kept]
    doubtful: int
    """Entries that were recorded and that say of themselves that they happened after the device was not trusted."""

    @property
    def missing(self) -> int:
        """How many numbers the gaps hold."""
        return sum(last - first + 1 for first, last in self.gaps)


def counter_of(device: Device) -> Counter:
    """Return what came of a device's numbers; the first 100 gaps."""
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, [device.device, MOST_GAPS])
        ranges = cursor.fetchall()
    kept = _kept(device)
    entries = DeviceEntry.objects.filter(device=device.device)
    doubtful = entries.filter(happened_at__gte=device.revoked_since).count() if device.revoked_since else 0
    return Counter(list(_without(ranges, sorted({each.seq for each in kept}))), kept, doubtful)


def kept_by_device(devices: Iterable[Device]) -> dict[str, int]:
    """Return how many numbers of each device up to its last are refused or wait, by device; one question."""
    of = {str(each.device): each.last_seq for each in devices}
    said = _signed_by(list(of)).values_list("device", "signed__seq")
    found: dict[str, set[int]] = {}
    for device, seq in said:
        if seq <= of[device]:
            found.setdefault(device, set()).add(seq)
    return {device: len(seqs) for device, seqs in found.items()}


def _signed_by(devices: Sequence[str]) -> QuerySet[Any]:
    signed = InboxEntry.objects.filter(signed__isnull=False).annotate(device=KT("signed__device"))
    known = signed.filter(device__in=devices).exclude(code__in=SAYS_NOTHING_OF_COUNTER)
    return known.filter(status__in=("refused", "waiting"))


def _kept(device: Device) -> list[Kept]:
    rows = _signed_by([str(device.device)]).order_by("-received_at")[:MOST_KEPT]
    kept = [Kept(row.signed["seq"], row.status, row.code or "", row.reason) for row in rows]
    return sorted(kept, key=lambda each: each.seq)


def _without(ranges: Iterable[tuple[int, int]], known: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Take known numbers out of ranges."""
    for first, last in ranges:
        for seq in known:
            if first <= seq <= last:
                if first < seq:
                    yield first, seq - 1
                first = seq + 1
        if first <= last:
            yield first, last
