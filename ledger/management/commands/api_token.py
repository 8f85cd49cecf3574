"""Make an API token for a user, or for a mirror of the log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ledger import codes
from ledger.parties.models import Party, Role, User
from ledger.parties.roles import MIRROR
from ledger.parties.tokens import make_token


class Command(BaseCommand):
    help = "Make an API token for a user and print it: the only time that anybody sees it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--mirror",
            metavar="PARTY",
            help="Make the user if there is none, and let them copy the log for a party.",
        )

    def handle(self, *args: Any, username: str, mirror: str | None = None, **options: Any) -> None:
        with transaction.atomic():
            user = _mirror(username, codes.normal(mirror)) if mirror else User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(f"There is no user of the name {username}.")
            self.stdout.write(make_token(user))


def _mirror(username: str, party: str) -> User:
    """Return the user who may copy the log for a party; a new one can sign in by token alone."""
    if not Party.objects.filter(code=party).exists():
        raise CommandError(f"There is no party of the code {party}.")
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username)
        user.set_unusable_password()
        user.save()
    elif user.roles.exclude(role=MIRROR, party=party).exists():
        # roles of two parties do not count together, and a program that copies shall not also enter
        raise CommandError(f"{username} has other roles: choose another name for the mirror.")
    Role.objects.get_or_create(user=user, party=party, role=MIRROR)
    return user
