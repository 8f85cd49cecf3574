"""The waiting room and the refused entries."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT


class InboxEntry(models.Model):
    """An entry that waits, or was refused and is kept for the auditor. Its group values lie in openings."""

    key = models.UUIDField(primary_key=True)
    actor = models.TextField()
    party = models.CharField(max_length=9)
    roles = ArrayField(models.TextField())
    kind = models.TextField()
    happened_at = models.TextField()
    received_at = models.DateTimeField()
    facts = models.JSONField()
    heads = models.JSONField()
    signed = models.JSONField(null=True)
    """What its device signed it with, but for the heads and for the keys of the openings, which lie beside."""
    words_hash = models.BinaryField(max_length=32)
    status = models.TextField()
    code = models.TextField(null=True)
    rule = models.TextField(null=True)
    reason = models.JSONField()
    awaits = ArrayField(models.TextField())

    class Meta:
        indexes = [
            GinIndex(fields=["awaits"], name="inbox_awaits", condition=models.Q(status="waiting")),
            models.Index(fields=["status", "-received_at"], name="inbox_by_status"),
            models.Index(fields=["party", "-received_at"], name="inbox_by_party"),
            models.Index(KT("signed__device"), name="inbox_by_device", condition=models.Q(signed__isnull=False)),
        ]
