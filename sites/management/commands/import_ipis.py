"""Read an IPIS open-data file of mine-site visits into the register, through entries."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.inbox.receiving import receive
from sites.importing.importing import import_file
from sites.importing.named_columns import UnreadableFile
from sites.importing.reporting import report_to
from sites.importing.trying import try_out


class Command(BaseCommand):
    help = "Import an IPIS open-data CSV: sites, visits and statuses. A second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The CSV file, UTF-8, commas between.")
        parser.add_argument("--project", help="Only rows of this project, for example 'Qualification status'.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        parser.add_argument("--report", type=Path, metavar="CSV", help="Write the refused rows to this file.")

    def handle(self, *args: Any, file: Path, project: str | None, report: Path | None, **options: Any) -> None:
        if report and report.resolve() == file.resolve():
            raise CommandError("The report would overwrite the file that is read.")
        door = try_out if options["dry_run"] else receive
        with ExitStack() as stack:
            try:
                more = {}
                if report:
                    more["tell"] = report_to(stack.enter_context(report.open("w", newline="", encoding="utf-8")))
                summary = import_file(file, project, door, **more)
            except (UnreadableFile, OSError) as error:
                raise CommandError(str(error)) from None
        if options["dry_run"]:
            self.stdout.write("Nothing was written; this is what would happen:")
        for line in summary.lines():
            self.stdout.write(line)
