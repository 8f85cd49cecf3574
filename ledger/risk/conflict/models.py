"""Conflict events, roadblocks and determinations as read tables."""

from django.db import models


class ConflictEvent(models.Model):
    """One event of organised violence, as the source's last edition tells it.

    `where_prec` of 4 and more is an area: the point then stands for a province or a country and is never measured.
    """

    code = models.TextField(primary_key=True)
    source = models.TextField()
    edition = models.TextField()
    began_on = models.DateField()
    ended_on = models.DateField()
    date_prec = models.IntegerField()
    where_prec = models.IntegerField()
    latitude_e4 = models.IntegerField()
    longitude_e4 = models.IntegerField()
    country = models.TextField(null=True)
    adm_1 = models.TextField(null=True)
    area = models.TextField(null=True)
    violence = models.IntegerField()
    side_a = models.TextField(null=True)
    side_b = models.TextField(null=True)
    best = models.IntegerField()
    high = models.IntegerField()
    low = models.IntegerField()
    batch = models.TextField()
    event_id = models.BigIntegerField()
    gone_by = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["latitude_e4", "longitude_e4"],
                include=["ended_on"],
                name="conflict_by_degrees",
                condition=models.Q(gone_by=None, where_prec__lt=4),
            ),
            models.Index(
                fields=["area", "ended_on"],
                name="conflict_by_area",
                condition=models.Q(gone_by=None, where_prec__gte=4),
            ),
            models.Index(fields=["country", "ended_on"], name="conflict_by_country", condition=models.Q(gone_by=None)),
            models.Index(fields=["batch"], name="conflict_by_batch"),
        ]


class ConflictBatch(models.Model):
    """Lines of a file of conflict events that came in one entry."""

    key = models.TextField(primary_key=True)
    source = models.TextField()
    edition = models.TextField()
    file = models.TextField(null=True)
    codes = models.JSONField()
    brought_on = models.DateField()
    event_id = models.BigIntegerField()
    taken_back_by = models.BigIntegerField(null=True)
    taken_back_because = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["source", "edition", "file"], name="conflict_batch_of_file")]


class Roadblock(models.Model):
    """Somebody takes money on a road, or stops people there, in a cell of a tenth of a degree."""

    key = models.TextField(primary_key=True)
    country = models.CharField(max_length=2)
    cell = models.TextField()
    keeper = models.TextField()
    seen_on = models.DateField()
    taxes = models.JSONField(null=True)
    asked_minor = models.BigIntegerField(null=True)
    currency = models.TextField(null=True)
    source = models.TextField()
    ended_on = models.DateField(null=True)
    event_id = models.BigIntegerField()
    ended_event = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-seen_on", "key"], name="roadblock_by_day")]


class Cahra(models.Model):
    """Somebody determined whether an area is affected by conflict or of high risk, from a day on, and why."""

    key = models.TextField(primary_key=True)
    area = models.TextField()
    country = models.CharField(max_length=2)
    province = models.TextField(null=True)
    zone = models.TextField(null=True)
    status = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    source_version = models.TextField(null=True)
    decided_by = models.TextField()
    rationale = models.TextField()
    event_id = models.BigIntegerField()
    taken_back_by = models.BigIntegerField(null=True)
    taken_back_because = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "-valid_from"], name="cahra_of_area")]
