"""The accounts by which a forgotten person signed in: they keep their id, which the log knows, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from ledger.parties.models import Role, User

NAMELESS = "forgotten-"


def users_of(party: str) -> tuple[str, ...]:
    """Return the ids of users who act for this party and for no other."""
    return tuple(sorted(str(user.public_id) for user in _users(party)))


def _users(party: str) -> list[User]:
    acting = User.objects.filter(roles__party=party).distinct().order_by("pk")
    elsewhere = set(Role.objects.filter(user__in=acting).exclude(party=party).values_list("user_id", flat=True))
    return [user for user in acting if user.pk not in elsewhere]


def close_accounts(party: str) -> int:
    """Take names, addresses, passwords and tokens from these accounts; return how many were open."""
    closed = 0
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    for user in _users(party):
        with transaction.atomic():
            closed += user.is_active
            user.username = f"{NAMELESS}{user.public_id}"
            user.first_name = user.last_name = user.email = ""
            user.is_active = False
            user.set_unusable_password()
            user.save()
            user.tokens.all().delete()
            user.roles.filter(until=None).update(until=yesterday)
    return closed
