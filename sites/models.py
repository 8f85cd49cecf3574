"""Mine sites and visits as read tables."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class MineSite(models.Model):
    """What the register knows of a mine site beside its place."""

    code = models.CharField(max_length=9, primary_key=True)
    minerals = models.JSONField()
    province = models.TextField(null=True)
    territory = models.TextField(null=True)
    pcode = models.TextField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["minerals"], name="site_minerals")]


class SitePcode(models.Model):
    """Which site a number of the IPIS register names; a number names one site."""

    pcode = models.TextField(primary_key=True)
    place = models.CharField(max_length=9)


class Visit(models.Model):
    """What a visit saw; answers are yes, no or unknown, and unknown is never no."""

    event_id = models.BigIntegerField(primary_key=True)
    place = models.CharField(max_length=9)
    visited_on = models.DateField()
    on_site = models.TextField()
    presence = models.TextField()
    interference = models.TextField()
    children = models.TextField()
    workers = models.IntegerField(null=True)
    by_whom = models.TextField()
    source = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "-visited_on"], name="visit_of_place")]
