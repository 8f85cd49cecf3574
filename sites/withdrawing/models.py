"""What was taken back, as a read table."""

from django.db import models


class Withdrawn(models.Model):
    """An event that a later one takes back, with its subject: the place or party that it spoke of."""

    pk = models.CompositePrimaryKey("event_id", "subject")
    event_id = models.BigIntegerField()
    subject = models.CharField(max_length=9)
    by_event_id = models.BigIntegerField()
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="withdrawn_of_subject")]
