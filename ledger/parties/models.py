"""Users and their roles; parties and places as read tables."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from ledger.parties.roles import ROLES


class User(AbstractUser):
    """A person or program that signs in. The log knows it by `public_id` alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(max_length=5, blank=True)


class Role(models.Model):
    """What a user may do, for which party, until when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    party = models.CharField(max_length=9)
    role = models.CharField(max_length=24, choices=[(role, role) for role in ROLES])
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "party", "role"], name="role_given_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.party}"


class ApiToken(models.Model):
    """A bearer token, kept as its SHA-256: whoever reads the table cannot use it."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True, blank=True)


class Party(models.Model):
    """Who can hold ore, act or ask: a read table of party.registered."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    country = models.CharField(max_length=2)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["name", "code"], name="party_by_name"),
            models.Index(fields=["kind", "name", "code"], name="party_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where ore can be: a mine site or a depot. A read table; the exact point stays in its opening."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    country = models.CharField(max_length=2)
    area = models.TextField(null=True)
    cell = models.TextField(null=True)
    zone = models.TextField()
    party = models.CharField(max_length=9, null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "name", "code"], name="place_by_name")]

    def __str__(self) -> str:
        return self.name
