"""Who follows what, what they were told, and every attempt to reach them.

All of it stands outside replay: a wish to be told is no fact about ore, and a letter that was sent is not sent again
because the read tables are built anew.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

ACTIVE, PAUSED, REMOVED = "active", "paused", "removed"
WAITING, SENT, FAILED, WITHHELD = "waiting", "sent", "failed", "withheld"
"""What became of a delivery; withheld: when it was to be sent, the reader could not see it any longer."""
NO, AT_ONCE, DAILY = "no", "at_once", "daily"
MAILS = [(each, each) for each in (NO, AT_ONCE, DAILY)]


class Reader(models.Model):
    """How a user wants to be told of what is their party's own; the language of letters is the user's."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    own = models.BooleanField(default=True)
    own_by_mail = models.TextField(default=NO, choices=MAILS)
    asked_at = models.DateTimeField(null=True)


class Endpoint(models.Model):
    """An address of an organisation's own machine. It sees what `keeper`, who answers for it, sees.

    Its secret is not kept: it follows from the server's key, the id and the generation. Until `old_until` the
    generation before signs too. After `failures` in a row it rests until `not_before`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    party = models.CharField(max_length=9)
    url = models.TextField()
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endpoints")
    state = models.TextField(default=ACTIVE)
    own = models.BooleanField(default=True)
    least = models.TextField(default="info")
    generation = models.IntegerField(default=1)
    old_until = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField()
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_because = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["party", "made_at"], name="endpoint_of_party", condition=~Q(state="removed"))]


class Follow(models.Model):
    """A wish to be told: of one code, one country, or * for everything that one may see."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="follows")
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.CASCADE, related_name="follows")
    topic = models.TextField()
    least = models.TextField(default="info")
    in_app = models.BooleanField(default=True)
    by_mail = models.TextField(default=NO, choices=MAILS)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["topic"], name="follow_by_topic")]
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="follow_once", condition=Q(user__isnull=False)),
            models.UniqueConstraint(
                fields=["endpoint", "topic"], name="follow_once_by_endpoint", condition=Q(endpoint__isnull=False)
            ),
            models.CheckConstraint(
                name="follow_has_one_reader", condition=Q(user__isnull=True) ^ Q(endpoint__isnull=True)
            ),
        ]


class News(models.Model):
    """What one event says about one subject: ids, numbers and days. The sentence is made when it is read."""

    key = models.UUIDField(primary_key=True)
    position = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField(null=True)
    kind = models.TextField()
    subject = models.TextField()
    severity = models.TextField()
    terms = models.JSONField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recorded_at"], name="news_by_age")]


class Notice(models.Model):
    """News in a user's inbox."""

    # the indexes below begin with both: a batch of many readers writes each index that there is
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False)
    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="notices", db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user", "id"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["news", "user"], name="told_once")]


class Delivery(models.Model):
    """News on its way to a mail address or an endpoint, until it arrives or is given up.

    `message` stays the same at every attempt. Mail that is due together goes in one letter; one that was begun keeps
    its `letter`, so that a second attempt is the same letter.
    """

    message = models.UUIDField(unique=True)
    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(
        Endpoint, null=True, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    state = models.TextField(default=WAITING)
    next_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    letter = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                name="delivery_due",
                condition=Q(state=WAITING, endpoint__isnull=False),
            ),
            models.Index(fields=["next_at", "user"], name="letter_due", condition=Q(state=WAITING, user__isnull=False)),
            models.Index(fields=["letter"], name="delivery_by_letter", condition=Q(letter__isnull=False)),
            models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint", condition=Q(endpoint__isnull=False)),
            models.Index(
                fields=["endpoint", "-id"],
                name="delivery_failed",
                condition=Q(state=FAILED, endpoint__isnull=False),
            ),
        ]


class Attempt(models.Model):
    """One attempt: begun before anything is sent, so that one whose end nobody saw still stands here."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tried")
    number = models.IntegerField()
    begun_at = models.DateTimeField()
    status = models.IntegerField(null=True)
    ms = models.IntegerField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_numbered_once")]
