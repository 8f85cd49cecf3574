"""Imports of files: each run with its counts, the problems of its rows, and the entries that it made.

They stand outside replay, as the inbox does: they say how facts arrived, the facts themselves are events.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

READING, TRYING, TRIED = "reading", "trying", "tried"
ENTERING, ENTERED, UNDOING, UNDONE, FAILED = "entering", "entered", "undoing", "undone", "failed"
AT_WORK = (READING, TRYING, ENTERING, UNDOING)
"""States in which the worker has something to do."""


class ImportRun(models.Model):
    """One file on its way into the register.

    `actor`, `party` and `roles` are those of whoever gave the last order. `offset` is the byte of the kept rows at
    which the next batch begins. `good`, `repeated` and `bad` count the rows of the pass that runs or ran last, and
    add up to `rows_done`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    sheet = models.TextField()
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.TextField(default=READING)
    actor = models.TextField()
    party = models.CharField(max_length=9)
    roles = ArrayField(models.TextField())
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    form = models.JSONField(default=dict)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    good = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    entries = models.IntegerField(default=0)
    taken_back = models.IntegerField(default=0)
    trouble = models.TextField(null=True)
    trouble_facts = models.JSONField(default=dict)
    reason = models.TextField(default="")
    submitted_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-submitted_at", "id"], name="import_newest_first"),
            models.Index(fields=["submitted_at"], name="import_at_work", condition=models.Q(state__in=AT_WORK)),
        ]

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class ImportProblem(models.Model):
    """What is wrong with one cell of one row, or with the row: found when it was tried, entered or taken back."""

    pk = models.CompositePrimaryKey("run", "stage", "row", "column")
    run = models.UUIDField()
    stage = models.TextField()
    row = models.IntegerField()
    column = models.TextField()
    value = models.TextField()
    code = models.TextField()
    facts = models.JSONField()
    suggestion = models.TextField()


class ImportEntry(models.Model):
    """An entry that a row became. `words` names what it says, so that the same words are found again.

    `kept_because` is the code with which the ledger refused to take it back.
    """

    key = models.UUIDField(primary_key=True)
    words = models.UUIDField()
    run = models.UUIDField()
    row = models.IntegerField()
    kind = models.TextField()
    subject = models.CharField(max_length=9)
    event_id = models.BigIntegerField()
    kept_because = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["words"], name="import_entry_by_words"),
            models.Index(fields=["run", "-event_id"], name="import_entry_newest"),
        ]


class ImportIdentity(models.Model):
    """The first row of a file that bears an identity, as a number of 64 bits: a later one repeats it."""

    pk = models.CompositePrimaryKey("run", "digest")
    run = models.UUIDField()
    digest = models.BigIntegerField()
    row = models.IntegerField()
