"""The rule book as a read table: append-only rows on shelves."""

from django.db import models


class ReferenceRow(models.Model):
    """One statement of a reference row. The latest event of a key counts; earlier ones say what was known before.

    `shelf` is the table's name, with "/" and a part where the table has parts (licence_regimes/CD). `row` holds the
    columns as texts. `in_force_from` and `in_force_to` are the days in force that the row itself names.
    """

    pk = models.CompositePrimaryKey("shelf", "key", "event_id")
    shelf = models.TextField()
    key = models.TextField()
    row = models.JSONField()
    in_force_from = models.DateField(null=True)
    in_force_to = models.DateField(null=True)
    confidence = models.TextField(null=True)
    source = models.TextField()
    stated_on = models.DateField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["event_id"], name="reference_by_event")]
