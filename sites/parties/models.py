"""Parties as read tables. No name of a person stands here: names lie in openings, which can be erased."""

from django.db import models


class Person(models.Model):
    """A party that is a natural person. `typology` and `gender` are told by them, and shown in sums alone."""

    code = models.CharField(max_length=9, primary_key=True)
    kind = models.TextField()
    country = models.CharField(max_length=2)
    typology = models.TextField(null=True)
    gender = models.TextField(null=True)
    card_to = models.DateField(null=True)
    forgotten_on = models.DateField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["forgotten_on"], name="person_forgotten", condition=models.Q(forgotten_on__isnull=False)
            )
        ]


class PartyLine(models.Model):
    """What was last described of a party, as far as anybody may read it."""

    party = models.CharField(max_length=9, primary_key=True)
    legal_form = models.TextField(null=True)
    stage = models.TextField(null=True)
    product_types = models.JSONField(null=True)
    sector_roles = models.JSONField(null=True)
    capacity_tpm = models.IntegerField(null=True)
    numbers = models.JSONField(null=True)
    described_on = models.DateField()
    event_id = models.BigIntegerField()


class PartyNumber(models.Model):
    """Which organisation a number of a register names; a number names one party ("CL:RUT:76086428-5")."""

    number = models.TextField(primary_key=True)
    party = models.CharField(max_length=9)

    class Meta:
        indexes = [models.Index(fields=["party"], name="number_of_party")]


class Membership(models.Model):
    """That a party or site belongs to a programme, association or cooperative; the last that was said of it."""

    pair = models.TextField(primary_key=True)
    subject = models.CharField(max_length=9)
    body = models.TextField()
    role = models.TextField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["body", "subject"], name="membership_of_body"),
            models.Index(fields=["subject"], name="membership_of_subject"),
        ]


class Certificate(models.Model):
    """An audit or certificate of a party or site under a scheme."""

    pk = models.CompositePrimaryKey("subject", "event_id")
    subject = models.CharField(max_length=9)
    scheme = models.TextField()
    version = models.TextField(null=True)
    kind = models.TextField()
    result = models.TextField()
    score = models.IntegerField(null=True)
    number = models.TextField(null=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    auditor = models.TextField(null=True)
    document = models.TextField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["scheme", "expires_on"], name="certificate_by_scheme")]


class PartyAccount(models.Model):
    """That a party is paid to an account. The number is sealed in an opening; the fingerprint finds the same number."""

    pk = models.CompositePrimaryKey("party", "event_id")
    party = models.CharField(max_length=9)
    kind = models.TextField()
    fingerprint = models.CharField(max_length=64)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["fingerprint"], name="account_by_fingerprint")]


class PartyEvent(models.Model):
    """Which events speak of a party: its history, and where its people's openings lie."""

    pk = models.CompositePrimaryKey("party", "event_id")
    party = models.CharField(max_length=9)
    key = models.UUIDField()
    kind = models.TextField()
    event_id = models.BigIntegerField()
