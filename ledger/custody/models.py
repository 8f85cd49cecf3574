"""Custody as read tables, rebuilt from the log at any time. Written by apply, read by the ORM."""

from __future__ import annotations

from django.db import models


class Tag(models.Model):
    """One tag number: issued to a place, then used for one lot, once."""

    code = models.TextField(primary_key=True)
    place = models.CharField(max_length=9)
    state = models.TextField()
    lot = models.CharField(max_length=9, null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "state", "code"], name="tag_by_place")]


class Lot(models.Model):
    """A quantity of ore with one holder. `mass_g` is net wet book mass; `head` the last deed that changed it."""

    code = models.CharField(max_length=9, primary_key=True)
    mineral = models.TextField()
    mass_g = models.BigIntegerField()
    holder = models.CharField(max_length=9)
    place = models.CharField(max_length=9)
    state = models.TextField()
    head = models.UUIDField()
    tag = models.TextField(null=True)
    consignment = models.CharField(max_length=9, null=True)
    on_hold = models.BooleanField()
    opened_on = models.DateField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "state", "-event_id"], name="lot_by_holder"),
            models.Index(fields=["-event_id"], name="lot_by_age"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(mass_g__gt=0), name="lot_has_mass")]


class Origin(models.Model):
    """Grams of a lot that were dug at a place on a day. Carried with the lot, not searched."""

    pk = models.CompositePrimaryKey("lot", "place", "dug_on", "custody_model")
    lot = models.CharField(max_length=9)
    place = models.TextField()
    dug_on = models.DateField()
    custody_model = models.TextField()
    grams = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "dug_on"], include=["lot", "grams"], name="origin_by_place")]
        constraints = [models.CheckConstraint(condition=models.Q(grams__gt=0), name="origin_has_grams")]


class Edge(models.Model):
    """Grams of a parent lot that went into a child lot."""

    pk = models.CompositePrimaryKey("child", "parent")
    child = models.CharField(max_length=9)
    parent = models.CharField(max_length=9)
    grams = models.BigIntegerField()
    basis = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["parent", "child"], name="edge_forward")]


class LotChange(models.Model):
    """A signed line of a lot's balance: grams won or lost on the way in, with its cause."""

    pk = models.CompositePrimaryKey("lot", "cause")
    lot = models.CharField(max_length=9)
    cause = models.TextField()
    grams = models.BigIntegerField()


class Hand(models.Model):
    """A party through whose hands a lot went, as holder or consignee; it may see the lot from then on."""

    pk = models.CompositePrimaryKey("party", "lot", "event_id")
    party = models.CharField(max_length=9)
    lot = models.CharField(max_length=9)
    event_id = models.BigIntegerField()
    as_what = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["party", "-event_id", "lot"], name="hand_by_party"),
            models.Index(fields=["lot", "party"], name="hand_of_lot"),
        ]


class LotEvent(models.Model):
    """Which events speak of a lot, in their order."""

    pk = models.CompositePrimaryKey("lot", "event_id")
    lot = models.CharField(max_length=9)
    event_id = models.BigIntegerField()


class Consignment(models.Model):
    """Lots on their way from one holder to another."""

    code = models.CharField(max_length=9, primary_key=True)
    from_party = models.CharField(max_length=9)
    to_party = models.CharField(max_length=9)
    from_place = models.CharField(max_length=9)
    to_place = models.CharField(max_length=9)
    lots = models.JSONField()
    state = models.TextField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["to_party", "state", "-event_id"], name="consignment_to"),
            models.Index(fields=["from_party", "-event_id"], name="consignment_from"),
        ]


class Calibration(models.Model):
    """A scale of a place was calibrated: from then until `valid_to` what it shows may be believed."""

    pk = models.CompositePrimaryKey("place", "event_id")
    place = models.CharField(max_length=9)
    scale = models.TextField()
    capacity_g = models.BigIntegerField()
    division_g = models.BigIntegerField()
    calibrated_on = models.DateField()
    valid_to = models.DateField()
    by_whom = models.TextField()
    certificate = models.TextField(null=True)
    document = models.TextField(null=True)
    event_id = models.BigIntegerField()
