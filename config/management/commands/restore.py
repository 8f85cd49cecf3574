"""Bring a backup back into an empty database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.backing_up import restoring
from config.backing_up.dumping import DumpFailed
from config.backing_up.manifest import NoBackup
from config.backing_up.serving import served
from config.embedded.service import ServiceFailed
from ledger.log.anchor import Frozen
from ledger.log.keyring import KeyLost
from ledger.log.witnessing import WrongWitnesses

FROZEN = 3
"""Exit code: restored, and frozen until manage.py recover_log has brought back what is missing."""


class Command(BaseCommand):
    help = "Restore a backup into an empty database, verify the log, and compare it with what was published of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            with served(settings.WIRING):
                self.restore(folder)
                # the server goes last
                connection.close()
        except ServiceFailed as fault:
            raise CommandError(f"Nothing was restored: {fault}") from None

    def restore(self, folder: Path) -> None:
        """Restore, verify, compare."""
        try:
            found = restoring.check(folder)
            self.stdout.write(f"{folder}: {found.size} entries of {found.origin}, backed up at {found.made_at}")
            restoring.restore(folder, found)
        except (NoBackup, restoring.NotRestored, DumpFailed, psycopg.OperationalError, OSError) as fault:
            raise CommandError(f"Nothing was restored: {fault}") from None
        self.tell_papers(folder)
        try:
            self.verify()
            frozen = restoring.stay_frozen(folder) or restoring.compare()
        except (KeyLost, WrongWitnesses) as fault:
            raise CommandError(f"Restored, and frozen: {fault}", returncode=FROZEN) from None
        if frozen:
            self.stay_frozen(frozen)
        restoring.let_go_on()
        self.stdout.write("The log holds all that was published of it. Start Lodebook.")

    def verify(self) -> None:
        """Verify what came back. The log stays frozen where it is false."""
        try:
            call_command("verify_log", stdout=self.stdout)
        except SystemExit:
            raise CommandError("Restored, and frozen: verify_log says that the log is false.") from None

    def tell_papers(self, folder: Path) -> None:
        gone = restoring.missing_papers(folder)
        if gone:
            self.stdout.write(f"{len(gone)} papers are not in {settings.PAPERS_FOLDER}; the first is {gone[0]}")

    def stay_frozen(self, frozen: Frozen) -> None:
        """Say why it may not go on, and what brings back what is missing."""
        mirror = f"manage.py recover_log --bundles {settings.LOG_BUNDLES_FOLDER}"
        if not Path(settings.LOG_BUNDLES_FOLDER).is_dir():
            mirror = "manage.py recover_log --bundles FOLDER, with a mirror's copy of the bundles"
        raise CommandError(
            f"Restored, and frozen: {frozen}\nWhat is missing comes back by: {mirror}\nSee docs/recovery.md.",
            returncode=FROZEN,
        )
