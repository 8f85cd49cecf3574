"""Flags as a read table."""

from django.db import models


class Flag(models.Model):
    """A worry about a place or a lot: raised by an event, cleared by another."""

    key = models.UUIDField(primary_key=True)
    rule = models.TextField()
    version = models.IntegerField()
    subject = models.TextField()
    severity = models.TextField()
    category = models.TextField()
    evidence = models.JSONField()
    raised_on = models.DateField()
    event_id = models.BigIntegerField()
    cleared_on = models.DateField(null=True)
    cleared_event_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "cleared_on", "rule"], name="flag_of_subject"),
            models.Index(fields=["severity", "subject"], condition=models.Q(cleared_on=None), name="flag_open"),
        ]
