"""Incidents as read tables; and, outside replay, what anonymous people send: no table here has a reporter's name."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Incident(models.Model):
    """Where a case stands: what it is about, its clocks, what was decided. Words of claim and reply are not here.

    `reporter_mark` is a hash of the case and of whoever entered it: it answers "was it you?" and nothing else (WB-01).
    `over` lists the clocks that went over, for good. `decide_by` is the six-month stop or what a decision set later.
    """

    code = models.CharField(max_length=9, primary_key=True)
    category = models.TextField()
    level = models.IntegerField()
    first_level = models.IntegerField()
    source = models.TextField()
    place = models.CharField(max_length=9, null=True)
    country = models.CharField(max_length=2, null=True)
    area = models.TextField(null=True)
    parties = models.JSONField()
    agents = models.JSONField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    reporter_mark = models.TextField()
    state = models.TextField()
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    ack_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    keeper = models.CharField(max_length=9, null=True)
    plan_by = models.DateField()
    plan_on = models.DateField(null=True)
    plan_deadline = models.DateField(null=True)
    step_by = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    decision = models.TextField(null=True)
    decided_on = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    replied = models.JSONField()
    told = models.JSONField()
    finding = models.TextField(null=True)
    found_on = models.DateField(null=True)
    outcome = models.TextField(null=True)
    closed_on = models.DateField(null=True)
    reopened = models.IntegerField()
    downgrades = models.IntegerField()
    over = models.JSONField()
    grams = models.BigIntegerField()
    site_held = models.BooleanField()
    publish_from = models.DateField()
    published_on = models.DateField(null=True)
    public_summary = models.TextField(null=True)
    public_area = models.TextField(null=True)
    key = models.TextField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "level", "-event_id"], name="incident_by_level"),
            models.Index(fields=["-event_id"], name="incident_newest"),
            models.Index(fields=["state", "-event_id"], name="incident_by_state"),
            models.Index(fields=["place", "category", "-opened_on"], name="incident_of_place"),
            models.Index(fields=["-published_on", "-event_id"], name="incident_published"),
            GinIndex(fields=["parties"], name="incident_parties"),
            GinIndex(fields=["told"], name="incident_told"),
        ]


class IncidentOre(models.Model):
    """A lot or tag that an incident names, with the grams that the lot weighed when it was named."""

    pk = models.CompositePrimaryKey("incident", "what", "code")
    incident = models.CharField(max_length=9)
    what = models.TextField()
    code = models.TextField()
    lot = models.CharField(max_length=9, null=True)
    grams = models.BigIntegerField()
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["lot", "incident"], name="incident_ore_of_lot")]


class IncidentStep(models.Model):
    """A step of a corrective action plan: what is done, how it is measured, what is aimed at, by when."""

    pk = models.CompositePrimaryKey("incident", "plan", "number")
    incident = models.CharField(max_length=9)
    plan = models.IntegerField()
    number = models.IntegerField()
    does = models.TextField()
    measure = models.TextField()
    target = models.TextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    result = models.TextField(null=True)
    dropped = models.BooleanField()
    event_id = models.BigIntegerField()


class IncidentEvent(models.Model):
    """Which entries belong to an incident: its history."""

    pk = models.CompositePrimaryKey("incident", "event_id")
    incident = models.CharField(max_length=9)
    event_id = models.BigIntegerField()


class Tip(models.Model):
    """What an anonymous person sent, before and beside any incident. No name, no number, no address, no hour.

    The return code is kept as a keyed hash; `contact` is what the reporter chose to give, encrypted.
    """

    key = models.UUIDField(primary_key=True)
    code_mark = models.TextField(unique=True)
    received_on = models.DateField()
    channel = models.TextField()
    language = models.TextField()
    about = models.TextField()
    category = models.TextField()
    place = models.CharField(max_length=9, null=True)
    place_words = models.TextField()
    words = models.BinaryField()
    contact = models.BinaryField(null=True)
    state = models.TextField(default="waiting")
    incident = models.CharField(max_length=9, null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "received_on", "key"], name="tip_waiting")]


class TipWord(models.Model):
    """What the reporter added later, or what was answered; encrypted."""

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="later")
    on_day = models.DateField()
    by_reporter = models.BooleanField()
    words = models.BinaryField()


class TipHour(models.Model):
    """How many tips came in an hour, from everybody together: the limit knows no sender."""

    hour = models.DateTimeField(primary_key=True)
    number = models.IntegerField()
