"""Tables of the log. `ledger_event` is partitioned and made by hand in a migration; it is read by SQL."""

from django.db import models
from django.db.models.functions import Now


class EventKey(models.Model):
    """What became of a client's key; unpartitioned, so that the key is unique over all events."""

    key = models.UUIDField(primary_key=True)
    actor = models.TextField()
    words_hash = models.BinaryField(max_length=32)
    outcome = models.TextField()
    event_id = models.BigIntegerField(null=True, unique=True)
    answer = models.JSONField(null=True)


class Opening(models.Model):
    """The values of one disclosure group and the key of their commitment; `people` and `notes` can be erased."""

    pk = models.CompositePrimaryKey("key", "group")
    key = models.UUIDField()
    group = models.TextField()
    hmac_key = models.BinaryField(max_length=32)
    value = models.BinaryField()


class Pending(models.Model):
    """The outbox: events that have no position yet. Filled by a trigger, emptied by the sequencer."""

    event_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(db_default=Now())
    """When it came, by the database's clock: that of whoever entered it may jump."""


class Leaf(models.Model):
    """The position of an event in the tree, and its leaf hash as recomputed from the stored bytes."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)


class Tile(models.Model):
    """One tile of the tree (C2SP tlog-tiles): up to 256 hashes; it only ever grows."""

    pk = models.CompositePrimaryKey("level", "idx")
    level = models.SmallIntegerField()
    idx = models.BigIntegerField()
    hashes = models.BinaryField()


class Checkpoint(models.Model):
    """A signed statement: at this size the root was this."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField(db_index=True)


class LogState(models.Model):
    """The one row that fences sequencers: how far the tree goes, and why nothing may be added, if it is frozen."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    origin = models.TextField()
    frozen = models.JSONField(null=True)
    lag_ms = models.IntegerField(null=True)
    """How long the event that waited longest in the last batch had waited for its position."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="log_state_is_one_row")]


class Published(models.Model):
    """The one row that says which checkpoint the world was shown last, as published, and when."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    note = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="published_is_one_row")]


class Cursor(models.Model):
    """How far a follower has read, in log positions."""

    name = models.TextField(primary_key=True)
    position = models.BigIntegerField(default=0)
