"""Standing as a read table: append-only, dated, by subject and topic."""

from django.db import models


class Standing(models.Model):
    """One statement about a subject. `known` is the event that brought it: "as known then" is a filter on it."""

    pk = models.CompositePrimaryKey("subject", "topic", "event_id")
    subject = models.TextField()
    topic = models.TextField()
    value = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    terms = models.JSONField(null=True)
    event_id = models.BigIntegerField()
