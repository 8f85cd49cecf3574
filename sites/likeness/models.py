"""Numbers, names and neighbourhoods of sites as read tables."""

from django.db import models


class SiteShelf(models.Model):
    """A row to lock while the sites of a shelf are compared with a newcomer."""

    shelf = models.TextField(primary_key=True)


class SiteNumber(models.Model):
    """A number that a register has given a site. `key` is its register with the number in plain signs."""

    key = models.TextField(primary_key=True)
    register = models.TextField()
    number = models.TextField()
    bare = models.TextField()
    place = models.CharField(max_length=9)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["bare"], name="site_number_bare"),
            models.Index(fields=["place"], name="site_number_of_place"),
        ]


class SiteNear(models.Model):
    """A name of a site on one of its shelves, with what tells it from others."""

    pk = models.CompositePrimaryKey("shelf", "place", "name", "event_id")
    shelf = models.TextField()
    place = models.CharField(max_length=9)
    name = models.TextField()
    country = models.CharField(max_length=2)
    cell = models.TextField(null=True)
    province = models.TextField(null=True)
    territory = models.TextField(null=True)
    numbers = models.JSONField()
    gone = models.BooleanField()
    event_id = models.BigIntegerField()
