"""Exact positions of sites. No read table: the log holds commitments alone, so replay could not make them again."""

from django.db import models


class SitePosition(models.Model):
    """A position that an entry gave a site, from its opening. The latest `valid_from` counts."""

    event_id = models.BigIntegerField(primary_key=True)
    key = models.UUIDField()
    place = models.CharField(max_length=9)
    latitude_e6 = models.IntegerField()
    longitude_e6 = models.IntegerField()
    precision_m = models.IntegerField(null=True)
    method = models.TextField(null=True)
    polygon = models.JSONField(null=True)
    area_m2 = models.BigIntegerField(null=True)
    valid_from = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "-valid_from", "-event_id"], name="position_of_place"),
            models.Index(fields=["latitude_e6", "longitude_e6"], name="position_by_degrees"),
        ]
