"""Bring in the conflict events of a UCDP GED file, or take them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.conflict.importing import REFUSED, Outcome, import_events, sha256_of, take_back
from sites.importing.named_columns import UnreadableFile


class Command(BaseCommand):
    help = "Bring in the conflict events of a UCDP GED file (CSV). A second run adds nothing; changed rows replace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The CSV file; columns are found by their names.")
        parser.add_argument("--edition", required=True, help="Its edition, for example 23.1.")
        parser.add_argument("--dry-run", action="store_true", help="Read every row and write nothing.")
        parser.add_argument("--take-back", metavar="REASON", help="Take back what this file brought, with the reason.")

    def handle(self, *args: Any, file: Path, edition: str, dry_run: bool, **options: Any) -> None:
        try:
            if options["take_back"]:
                self.stdout.write(f"{take_back(sha256_of(file), options['take_back']):>7,} entries taken back")
                return
            summary = import_events(file, edition, dry_run=dry_run, tell=self._tell)
        except (UnreadableFile, OSError) as error:
            raise CommandError(str(error)) from None
        if dry_run:
            self.stdout.write("Nothing was written; this is what would happen:")
        for line in summary.lines():
            self.stdout.write(line)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.status == REFUSED and outcome.bad:
            bad = outcome.bad
            self.stdout.write(f"row {outcome.row.number}: {bad.column or 'row'} {bad.value[:60]!r}: {bad.reason}")
