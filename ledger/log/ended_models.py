"""Tables of logs that have ended: what the world was shown of them stays checkable beside the log that goes on."""

from django.db import models


class EndedLog(models.Model):
    """A log that could not go on: its origin, how far its tree went here, and the checkpoint that the world holds."""

    number = models.IntegerField(primary_key=True)
    origin = models.TextField(unique=True)
    size = models.BigIntegerField()
    published = models.TextField(null=True)
    continued_as = models.TextField()
    ended_at = models.DateTimeField()


class EndedLeaf(models.Model):
    """The position that an event had in a log that has ended."""

    pk = models.CompositePrimaryKey("log", "position")
    log = models.IntegerField()
    position = models.BigIntegerField()
    event_id = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)


class EndedTile(models.Model):
    """A tile of the tree of a log that has ended."""

    pk = models.CompositePrimaryKey("log", "level", "idx")
    log = models.IntegerField()
    level = models.SmallIntegerField()
    idx = models.BigIntegerField()
    hashes = models.BinaryField()


class EndedCheckpoint(models.Model):
    """A checkpoint that a log signed before it ended."""

    pk = models.CompositePrimaryKey("log", "size")
    log = models.IntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()
