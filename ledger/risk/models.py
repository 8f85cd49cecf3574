"""Flags as a read table."""

from django.db import models


class Flag(models.Model):
    """A worry about a place, lot or party: raised by an event, cleared by another.

    `grams` is what it affected when it was raised, `entry` the key of the entry that brought it. `verdict` is what a
    person answered: a true alarm, a false one, or accepted until a day. `said_in` are the events of all that was said.
    """

    key = models.UUIDField(primary_key=True)
    rule = models.TextField()
    version = models.IntegerField()
    subject = models.TextField()
    severity = models.TextField()
    category = models.TextField()
    evidence = models.JSONField()
    raised_on = models.DateField()
    event_id = models.BigIntegerField()
    grams = models.BigIntegerField(null=True)
    entry = models.TextField(null=True)
    verdict = models.TextField(null=True)
    answered_by = models.TextField(null=True)
    answered_on = models.DateField(null=True)
    answered_until = models.DateField(null=True)
    answer_event_id = models.BigIntegerField(null=True)
    explained_by = models.JSONField(null=True)
    said_in = models.JSONField(null=True)
    cleared_on = models.DateField(null=True)
    cleared_event_id = models.BigIntegerField(null=True)
    cleared_because = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "cleared_on", "rule"], name="flag_of_subject"),
            models.Index(fields=["rule", "verdict"], name="flag_record"),
            models.Index(fields=["severity", "subject"], condition=models.Q(cleared_on=None), name="flag_open"),
        ]
