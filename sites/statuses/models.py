"""Acts as a read table."""

from django.db import models


class Act(models.Model):
    """One signed act with the sites of its annex; a long annex has several rows under one number."""

    event_id = models.BigIntegerField(primary_key=True)
    key = models.UUIDField(unique=True)
    number = models.TextField()
    article = models.TextField(null=True)
    legal_basis = models.TextField(null=True)
    authority = models.TextField(null=True)
    by = models.TextField()
    scheme = models.TextField(null=True)
    status = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    signed_on = models.DateField()
    recorded_on = models.DateField()
    document = models.TextField(null=True)
    sites = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["number", "event_id"], name="act_by_number")]
