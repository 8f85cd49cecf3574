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

    class Meta:
        indexes = [
            models.Index(fields=["valid_from"], condition=models.Q(topic="blue.report"), name="standing_blue_reports"),
            models.Index(
                fields=["valid_from"], condition=models.Q(topic="status.state", value="red"), name="standing_red"
            ),
            models.Index(
                fields=["topic", "valid_to"], condition=models.Q(valid_to__isnull=False), name="standing_by_end"
            ),
            models.Index(
                fields=["value", "subject"], condition=models.Q(topic="party.status"), name="standing_party_status"
            ),
        ]
