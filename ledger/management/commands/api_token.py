"""Make an API token for a user."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.parties.models import User
from ledger.parties.tokens import make_token


class Command(BaseCommand):
    help = "Make an API token for a user and print it: the only time that anybody sees it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user of the name {username}.")
        self.stdout.write(make_token(user))
