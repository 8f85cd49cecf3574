"""A coarse cell as two numbers, kept by the database itself: the map counts sites by them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast


def tenths_of_cell(part: int) -> models.GeneratedField:
    """Return a column with the latitude (1) or longitude (2) of `cell`, in tenths of a degree."""
    written = Func(F("cell"), Value(","), Value(part), function="split_part", output_field=models.TextField())
    degrees = Cast(written, models.DecimalField(max_digits=4, decimal_places=1))
    return models.GeneratedField(
        expression=Cast(degrees * 10, models.SmallIntegerField()),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
