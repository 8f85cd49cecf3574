"""Zones, every outline they ever had, and consents to dig in them, as read tables."""

from django.db import models


class _Said(models.Model):
    """What an entry says of a zone. The four degrees are the box around the outline, to find it by."""

    name = models.TextField()
    kind = models.TextField()
    country = models.CharField(max_length=2)
    authority = models.TextField(null=True)
    status = models.TextField()
    legal_basis = models.TextField(null=True)
    holder = models.CharField(max_length=9, null=True)
    licence = models.CharField(max_length=9, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    outline = models.TextField()
    west_e6 = models.IntegerField()
    south_e6 = models.IntegerField()
    east_e6 = models.IntegerField()
    north_e6 = models.IntegerField()
    area_m2 = models.BigIntegerField()
    moved_m = models.IntegerField(null=True)

    class Meta:
        abstract = True


class Zone(_Said):
    """A zone as it was drawn last."""

    code = models.CharField(max_length=9, primary_key=True)
    closed_on = models.DateField(null=True)
    closed_by = models.TextField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["name", "code"], name="zone_by_name")]

    def __str__(self) -> str:
        return self.name


class ZoneDrawn(_Said):
    """A zone as one entry drew it: on a day the last one counts that had begun."""

    event_id = models.BigIntegerField(primary_key=True)
    zone = models.CharField(max_length=9)

    class Meta:
        indexes = [
            models.Index(fields=["zone", "-valid_from"], name="zone_drawn_of_zone"),
            models.Index(fields=["west_e6", "east_e6", "south_e6", "north_e6"], name="zone_drawn_by_box"),
        ]


class ZoneConsent(models.Model):
    """The holder of a zone agrees that a site works in it."""

    event_id = models.BigIntegerField(primary_key=True)
    zone = models.CharField(max_length=9)
    place = models.CharField(max_length=9)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    given_by = models.TextField()
    document = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "zone"], name="consent_of_place")]
