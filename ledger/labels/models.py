"""Orders to print, and what was printed before. They stand outside replay: a label is paper, not a fact of the ore."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

WAITING, DONE, FAILED = "waiting", "done", "failed"


class PrintJob(models.Model):
    """One order: which codes, on which paper, how far the printer is off. `done` counts labels drawn so far.

    Tags of a series: `first` is the number of the first label in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    actor = models.TextField()
    party = models.CharField(max_length=9)
    source = models.TextField()
    labels = models.JSONField()
    series = models.TextField(default="")
    first = models.BigIntegerField(default=1)
    layout = models.TextField()
    right_tenths = models.IntegerField(default=0)
    down_tenths = models.IntegerField(default=0)
    copies = models.IntegerField(default=1)
    language = models.TextField()
    state = models.TextField(default=WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField()
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-ordered_at"], name="print_job_of_party"),
            models.Index(fields=["ordered_at"], name="print_job_waiting", condition=models.Q(state=WAITING)),
        ]


class PrintedCode(models.Model):
    """A code that was put on paper, copies counted: from the second order on its label carries an R."""

    code = models.TextField(primary_key=True)
    times = models.IntegerField(default=1)
    last_at = models.DateTimeField()


class PrintedRun(models.Model):
    """Numbers of a series, from one to another, that were put on paper; kept when their order is forgotten."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    series = models.TextField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    copies = models.IntegerField()
    printed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["series", "-printed_at"], name="printed_run_of_series")]


class Printer(models.Model):
    """How far a printer is off on a paper, in tenths of a millimetre, so that it is found out once."""

    pk = models.CompositePrimaryKey("party", "name", "layout")
    party = models.CharField(max_length=9)
    name = models.TextField()
    layout = models.TextField()
    right_tenths = models.IntegerField()
    down_tenths = models.IntegerField()
