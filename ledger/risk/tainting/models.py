"""Findings that are followed through the ore, as a read table."""

from django.db import models


class Taint(models.Model):
    """A finding that is followed: why, about which place, party or lot, since which day the ore counts.

    `cause` is the key of the entry that found it. `lots` and `grams` are what it touched when it was opened; what it
    touches now is asked of the origins.
    """

    key = models.UUIDField(primary_key=True)
    why = models.TextField()
    subject = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    cause = models.TextField()
    rule = models.TextField()
    lots = models.IntegerField()
    grams = models.BigIntegerField()
    opened_on = models.DateField()
    event_id = models.BigIntegerField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_event = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["cause"], name="taint_of_cause"),
            models.Index(fields=["subject", "withdrawn_on"], name="taint_of_subject"),
            models.Index(fields=["event_id"], name="taint_newest"),
        ]
