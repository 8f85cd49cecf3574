"""Give the log a new key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ledger.deeds.about_log.key_changing import change_key
from ledger.errors import LogUnavailable
from ledger.log.anchor import Anchor, Frozen
from ledger.log.keyring import KeyLost


class Command(BaseCommand):
    help = "Change the log's key: said in the log, signed by both keys; the old private key is gone afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            old, new = change_key(Anchor(settings.LOG_FOLDER / "anchor"))
        except (Frozen, KeyLost, LogUnavailable) as stopped:
            raise CommandError(f"The key stays as it is: {stopped}") from None
        self.stdout.write(f"until now  log {old}\nfrom now   log {new}")
        self.stdout.write("Publish the new line; who verifies keeps both. See manage.py log_policy.")
