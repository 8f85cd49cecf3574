"""Devices, their keys and the entries they signed: read tables."""

from __future__ import annotations

from django.db import models


class Device(models.Model):
    """A phone or program whose signatures the ledger takes, as enrolled; revoked if it has a reason for that.

    Without gaps `entries` is `last_seq`: the device counts what it signs, from 1.
    """

    device = models.UUIDField(primary_key=True)
    alg = models.TextField()
    public_key = models.TextField()
    party = models.CharField(max_length=9)
    holder = models.TextField(null=True)
    label = models.TextField(null=True)
    enrolled_on = models.DateField()
    event_id = models.BigIntegerField()
    revoked_reason = models.TextField(null=True)
    revoked_since = models.DateTimeField(null=True)
    revoked_on = models.DateField(null=True)
    revocations = models.JSONField()
    """Ids of the events that revoked it."""
    entries = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-event_id"], name="device_newest"),
            models.Index(fields=["party", "-event_id"], name="device_of_party"),
        ]

    @property
    def missing(self) -> int:
        """How many numbers of its counter have not come, of those below the last."""
        return self.last_seq - self.entries


class DeviceKey(models.Model):
    """Whose a public key is."""

    public_key = models.TextField(primary_key=True)
    device = models.UUIDField()


class DeviceEntry(models.Model):
    """An entry that a device signed, and its number."""

    id = models.TextField(primary_key=True)
    device = models.UUIDField()
    seq = models.BigIntegerField()
    key = models.UUIDField()
    event_id = models.BigIntegerField()
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["device", "seq"], name="device_entry_by_seq"),
            models.Index(fields=["device", "happened_at"], name="device_entry_by_time"),
            models.Index(fields=["event_id"], name="device_entry_by_event"),
        ]
