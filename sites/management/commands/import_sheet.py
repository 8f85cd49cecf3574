"""Bring a CSV or XLSX file of sites, parties, licences, visits or statuses into the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.deeds.entries import Actor
from ledger.errors import LogBehind, LogFrozen
from ledger.log.pressure import wait_while_behind
from ledger.parties.roles import PROGRAMME_MANAGER
from sites.bringing import bad_rows, orders, wording
from sites.bringing.advancing import advance_once
from sites.bringing.models import AT_WORK, ENTERED, FAILED, ImportRun
from sites.bringing.sheets import SHEETS

IMPORTER = Actor("import.sheet", "", frozenset({PROGRAMME_MANAGER}))
"""Who enters from the command line: no party's word, and not the system's."""
CHUNK = 1 << 20


class Command(BaseCommand):
    help = "Try a file of the register and enter its rows. A second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        # deeds of the trade are somebody's own word: they come over pages or the API
        register = [name for name, sheet in SHEETS.items() if not sheet.is_of_trade]
        parser.add_argument("sheet", choices=register, help="What the file holds.")
        parser.add_argument("file", type=Path, help="The file, CSV or XLSX.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and enter nothing.")
        parser.add_argument("--only-good", action="store_true", help="Enter the good rows although others are bad.")
        parser.add_argument("--report", type=Path, metavar="CSV", help="Write the bad rows to this file.")

    def handle(self, *args: Any, sheet: str, file: Path, report: Path | None, **options: Any) -> None:
        if report and report.resolve() == file.resolve():
            raise CommandError("The report would overwrite the file that is read.")
        run = self._finished(self._brought(sheet, file))
        if not options["dry_run"] and run.good and (options["only_good"] or not run.bad):
            run = self._finished(orders.accept(run.pk, IMPORTER, only_good=options["only_good"]))
        if report:
            with report.open("w", newline="", encoding="utf-8") as written:
                written.writelines(bad_rows.as_csv(run))
        self._tell(run)

    def _brought(self, sheet: str, file: Path) -> ImportRun:
        try:
            with file.open("rb") as opened:
                chunks: Iterator[bytes] = iter(lambda: opened.read(CHUNK), b"")
                return orders.bring(sheet, file.name, chunks, IMPORTER)
        except OSError as error:
            raise CommandError(str(error)) from None
        except orders.OrderRefused as refused:
            raise CommandError(wording.order(refused.code)) from None

    def _finished(self, run: ImportRun) -> ImportRun:
        """Work on the run until it rests, beside a worker that may do the same."""
        while run.state in AT_WORK:
            wait_while_behind()
            try:
                advance_once(run.pk)
            except LogBehind:
                continue
            except LogFrozen:
                raise CommandError("The log is frozen and takes nothing. Run the import again later.") from None
            run.refresh_from_db()
        if run.state == FAILED:
            raise CommandError(wording.trouble(run))
        return run

    def _tell(self, run: ImportRun) -> None:
        if run.state != ENTERED:
            self.stdout.write("Nothing was entered; this is what was found:")
        good = "entered" if run.state == ENTERED else "good"
        for number, word in ((run.rows_total, "rows"), (run.good, good), (run.repeated, "repeated"), (run.bad, "bad")):
            self.stdout.write(f"{number:>9,} {word}")
        self.stdout.write(f"{run.entries:>9,} entries; import {run.pk}")
