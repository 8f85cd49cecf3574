"""Outside replay: whom the ledger has forgotten, and erasures that were asked for and are not done yet."""

from django.db import models


class Forgotten(models.Model):
    """A person of whom nothing hidden is kept any longer. Only the code stands here, and since when."""

    party = models.CharField(max_length=9, primary_key=True)
    since = models.DateField()


class Erasure(models.Model):
    """What is to be emptied, found once and kept until it is done; then this row goes.

    `key` is that of the event which says so. `items` are pairs of an entry's key and a group, `papers` are hashes.
    """

    key = models.UUIDField(primary_key=True)
    party = models.CharField(max_length=9)
    reason = models.TextField()
    actor = models.TextField()
    actor_party = models.CharField(max_length=9)
    asked_at = models.DateTimeField()
    items = models.JSONField()
    papers = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["asked_at", "key"], name="erasure_oldest_first")]
