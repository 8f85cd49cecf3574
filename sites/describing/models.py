"""Descriptions of sites and baselines of what they can yield, as read tables."""

from django.db import models


class Description(models.Model):
    """What somebody said of a site for a day, and the class that followed from all that was known by then."""

    event_id = models.BigIntegerField(primary_key=True)
    place = models.CharField(max_length=9)
    as_of = models.DateField()
    owner = models.CharField(max_length=9, null=True)
    operators = models.JSONField(null=True)
    activity = models.TextField(null=True)
    size_m2 = models.BigIntegerField(null=True)
    pits = models.IntegerField(null=True)
    depth_cm = models.IntegerField(null=True)
    mechanisation = models.IntegerField(null=True)
    month_t = models.IntegerField(null=True)
    declared_class = models.TextField(null=True)
    impact = models.TextField(null=True)
    typology = models.JSONField(null=True)
    asm_class = models.TextField(null=True)
    class_rule = models.TextField(null=True)
    class_inputs = models.JSONField(null=True)
    by_whom = models.TextField()
    evidence = models.TextField(null=True)
    document = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "-as_of"], name="description_of_place")]


class Baseline(models.Model):
    """What a site can yield of a mineral in a month, as somebody set it on a day."""

    event_id = models.BigIntegerField(primary_key=True)
    place = models.CharField(max_length=9)
    mineral = models.TextField()
    grams_per_month = models.BigIntegerField()
    set_on = models.DateField()
    set_by = models.TextField()
    method = models.TextField()
    evidence = models.TextField(null=True)
    document = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "mineral", "-set_on"], name="baseline_of_place")]
