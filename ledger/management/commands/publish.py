"""Publish the anchored checkpoint once: what `manage.py sequence` does all the time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.log.halting import frozen
from ledger.log.publishing import publisher
from ledger.log.publishing_files import PublishingStopped


class Command(BaseCommand):
    help = "Publish the newest signed checkpoint with its tiles and entry bundles, if it is not out yet."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", required=True, help="Publish once, then stop.")
        parser.add_argument(
            "--whole", action="store_true", help="Look at every file from the first on; put back what is missing."
        )

    def handle(self, *args: Any, whole: bool = False, **options: Any) -> None:
        if frozen():
            raise CommandError("The log is frozen: nothing is published.")
        try:
            checkpoint = publisher().publish(whole=whole)
        except PublishingStopped as stopped:
            raise CommandError(f"Nothing was published: {stopped}.") from None
        if checkpoint is None:
            self.stdout.write("Everything that was signed is out already.")
        else:
            self.stdout.write(f"Published the checkpoint of {checkpoint.size} entries.")
