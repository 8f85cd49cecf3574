"""Watch lists, screenings and hits as read tables; what lists say, and marks of what parties share, outside replay."""

from django.db import models


class WatchList(models.Model):
    """One edition of a list that was loaded, with the account of its rows."""

    key = models.TextField(primary_key=True)
    source = models.TextField()
    edition = models.DateField()
    sha256 = models.CharField(max_length=64)
    addresses = models.CharField(max_length=64, null=True)
    rows_read = models.IntegerField()
    rows_taken = models.IntegerField()
    rows_left = models.IntegerField()
    rows_noted = models.IntegerField()
    loaded_on = models.DateField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["source", "-event_id"], name="watch_list_latest")]


class ScreeningRun(models.Model):
    """All parties known up to an event were held against these editions; hits have screenings of their own."""

    key = models.UUIDField(primary_key=True)
    editions = models.JSONField()
    up_to = models.BigIntegerField()
    parties = models.IntegerField()
    with_hits = models.IntegerField()
    on_day = models.DateField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-event_id"], name="screening_run_latest")]


class Screening(models.Model):
    """One party was held against these editions."""

    pk = models.CompositePrimaryKey("party", "event_id")
    party = models.CharField(max_length=9)
    editions = models.JSONField()
    hits = models.IntegerField()
    on_day = models.DateField()
    event_id = models.BigIntegerField()


class Hit(models.Model):
    """A party may be an entry of a list. No name stands here: words lie in openings, entries in the list."""

    pk = models.CompositePrimaryKey("party", "key")
    party = models.CharField(max_length=9)
    key = models.UUIDField()
    source = models.TextField()
    listed = models.TextField()
    role = models.TextField()
    score = models.IntegerField()
    programmes = models.JSONField()
    state = models.TextField()
    second = models.TextField(null=True)
    until = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_event = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-score", "key"], name="hit_worst_first"),
            models.Index(fields=["state", "until"], name="hit_by_state"),
            models.Index(fields=["source", "listed"], name="hit_of_entry"),
            models.Index(fields=["key"], name="hit_by_key"),
        ]


class ListedEntry(models.Model):
    """What a list says of somebody, in one wording: from the edition that brought it to the one that changed it.

    Outside replay: public, large, and made again by loading the kept file, whose hash is in the log.
    """

    source = models.TextField()
    listed = models.TextField()
    kind = models.TextField()
    names = models.JSONField()
    programmes = models.JSONField()
    countries = models.JSONField()
    born = models.JSONField()
    documents = models.JSONField()
    listed_on = models.TextField()
    digest = models.CharField(max_length=64)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["source", "listed"], name="listed_by_id"),
            models.Index(fields=["source", "since"], name="listed_since"),
        ]


class LeftRow(models.Model):
    """A row of a list's file that was not taken, or not whole: where it stands and why."""

    edition = models.TextField()
    row = models.IntegerField()
    why = models.TextField()
    what = models.TextField()
    taken = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["edition", "row"], name="left_row_of_edition")]


class ScreeningWork(models.Model):
    """How far all parties have been held against a new edition; like a follower's cursor."""

    edition = models.TextField(primary_key=True)
    source = models.TextField()
    event_id = models.BigIntegerField()
    up_to = models.BigIntegerField()
    after = models.CharField(max_length=9, default="")
    parties = models.IntegerField(default=0)
    with_hits = models.IntegerField(default=0)
    done = models.BooleanField(default=False)


class PartyMark(models.Model):
    """A keyed fingerprint of something that ties a party to others: a telephone, card, account or owner.

    Outside replay, as exact positions are: it comes from openings and goes with them.
    """

    party = models.CharField(max_length=9)
    kind = models.TextField()
    mark = models.CharField(max_length=64)
    key = models.UUIDField()
    group = models.TextField()
    origin = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "kind", "mark", "key"], name="mark_once")]
        indexes = [
            models.Index(fields=["mark", "kind", "party"], name="mark_shared"),
            models.Index(fields=["key"], name="mark_of_entry"),
        ]
