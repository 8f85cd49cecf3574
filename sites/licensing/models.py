"""Licences as a read table."""

from django.db import models


class Licence(models.Model):
    """One licence as it stands after its last act; each period of validity is a statement of its holder's standing.

    `findings` are what the rules noticed without refusing, as at the grant and the renewals. `end_assumed`: the paper
    names no end, the last day follows from the length that its regime gives.
    """

    code = models.CharField(max_length=9, primary_key=True)
    number = models.TextField()
    holder = models.CharField(max_length=9)
    regime = models.TextField()
    jurisdiction = models.CharField(max_length=2)
    ores = models.JSONField()
    place = models.CharField(max_length=9, null=True)
    zone = models.CharField(max_length=9, null=True)
    area_m2 = models.BigIntegerField(null=True)
    granted_on = models.DateField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_assumed = models.BooleanField()
    stopped_how = models.TextField(null=True)
    stopped_on = models.DateField(null=True)
    stopped_until = models.DateField(null=True)
    renewals = models.IntegerField()
    renews = models.CharField(max_length=9, null=True)
    parent = models.CharField(max_length=9, null=True)
    confidence = models.TextField(null=True)
    findings = models.JSONField()
    terms = models.JSONField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-event_id"], name="licence_newest"),
            models.Index(fields=["holder", "-event_id"], name="licence_of_holder"),
            models.Index(fields=["place"], name="licence_of_place"),
            models.Index(fields=["jurisdiction", "-event_id"], name="licence_of_country"),
            models.Index(fields=["regime", "-event_id"], name="licence_of_regime"),
            models.Index(fields=["number"], name="licence_by_number"),
            models.Index(fields=["valid_to", "code"], name="licence_by_end"),
        ]
