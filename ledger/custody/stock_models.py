"""Tag stock, counts, log books, export certificates and proposals as read tables, rebuilt from the log."""

from __future__ import annotations

from django.db import models


class TagSeries(models.Model):
    """A numbered series of tags of one level: numbers `first` to `last`."""

    code = models.TextField(primary_key=True)
    scheme = models.TextField(null=True)
    level = models.TextField()
    colour = models.TextField(null=True)
    prefix = models.TextField(null=True)
    width = models.IntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    next = models.BigIntegerField()
    check_sign = models.TextField(null=True)
    party = models.TextField()
    event_id = models.BigIntegerField()


class TagParcel(models.Model):
    """A box or booklet of consecutive tag numbers in one hand."""

    code = models.TextField(primary_key=True)
    series = models.TextField()
    first = models.BigIntegerField()
    next = models.BigIntegerField()
    last = models.BigIntegerField()
    state = models.TextField()
    holder = models.TextField()
    place = models.TextField(null=True)
    agent = models.TextField(null=True)
    over = models.IntegerField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "-event_id"], name="parcel_by_holder"),
            models.Index(fields=["series", "-event_id"], name="parcel_by_series"),
            models.Index(fields=["place"], name="parcel_by_place"),
        ]


class TagMove(models.Model):
    """A posting of the tag book: tags of a series that came to a holder or left it."""

    pk = models.CompositePrimaryKey("book", "event_id", "part")
    book = models.TextField()
    series = models.TextField()
    holder = models.TextField()
    place = models.TextField(null=True)
    cause = models.TextField()
    number = models.IntegerField()
    on_day = models.DateField()
    event_id = models.BigIntegerField()
    part = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["series", "holder", "on_day"], name="tagmove_by_holder")]


class TagCount(models.Model):
    """A stock-take of tags by two people, beside what the book said."""

    pk = models.CompositePrimaryKey("series", "event_id")
    series = models.TextField()
    holder = models.TextField()
    counted = models.IntegerField()
    book = models.IntegerField()
    as_of = models.BigIntegerField()
    on_day = models.DateField()
    first = models.TextField()
    second = models.TextField(null=True)
    event_id = models.BigIntegerField()


class StockCount(models.Model):
    """A count of ore at a place by two people, beside what the book said."""

    pk = models.CompositePrimaryKey("place", "mineral", "event_id")
    place = models.TextField()
    mineral = models.TextField()
    party = models.TextField()
    counted_g = models.BigIntegerField()
    book_g = models.BigIntegerField()
    on_day = models.DateField()
    first = models.TextField()
    second = models.TextField(null=True)
    event_id = models.BigIntegerField()


class BookLine(models.Model):
    """A line of a numbered paper book that was typed."""

    pk = models.CompositePrimaryKey("book", "page", "line", "event_id")
    book = models.TextField()
    page = models.IntegerField()
    line = models.IntegerField()
    lot = models.TextField(null=True)
    place = models.TextField(null=True)
    photo = models.TextField(null=True)
    event_id = models.BigIntegerField()


class ExportCertificate(models.Model):
    """A certificate under which a lot leaves the country."""

    number = models.TextField(primary_key=True)
    country = models.TextField()
    lot = models.TextField()
    exporter = models.TextField()
    issued_on = models.DateField()
    expires_on = models.DateField()
    state = models.TextField()
    origins = models.TextField()
    verifier = models.TextField()
    validator = models.TextField()
    mineral = models.TextField(null=True)
    weight_g = models.BigIntegerField(null=True)
    lot_number = models.TextField(null=True)
    importer = models.TextField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-event_id"], name="certificate_by_age"),
            models.Index(fields=["exporter", "-event_id"], name="certificate_of_exporter"),
            models.Index(fields=["lot"], name="certificate_of_lot"),
            models.Index(fields=["importer", "-event_id"], name="certificate_of_importer"),
        ]


class Proposal(models.Model):
    """A deed that waits for the signature of another person."""

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    party = models.TextField()
    actor = models.TextField()
    facts = models.JSONField()
    subject = models.TextField(null=True)
    needed = models.IntegerField()
    signed = models.JSONField()
    state = models.TextField()
    on_day = models.DateField()
    event_id = models.BigIntegerField()
