"""Load an edition of a watch list, and hold every party against what it brings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.risk.screening.editions import SOURCES
from ledger.risk.screening.loading import NotLoaded, load, shelve_again

SHOWN = 20


class Command(BaseCommand):
    help = "Load an edition of a watch list. The same file again changes nothing; the worker then screens all parties."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="The file as its publisher has it.")
        parser.add_argument("--source", choices=SOURCES, help="Whose list it is.")
        parser.add_argument("--edition", type=date.fromisoformat, help="The day of the edition, YYYY-MM-DD.")
        parser.add_argument("--addresses", type=Path, help="OFAC's file of addresses, for the countries of entries.")
        parser.add_argument(
            "--again", action="store_true", help="Read all editions of the log again from the kept files."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            for edition in shelve_again():
                self.stderr.write(f"{edition}: the file is gone; load it again")
            return
        if not (options["file"] and options["source"] and options["edition"]):
            raise CommandError("Name the file, --source and --edition, or --again.")
        try:
            content = options["file"].read_bytes()
            addresses = options["addresses"].read_bytes() if options["addresses"] else None
            loaded = load(options["source"], content, options["edition"], addresses=addresses)
        except (NotLoaded, OSError) as error:
            raise CommandError(str(error)) from None
        self._tell(loaded)

    def _tell(self, loaded: Any) -> None:
        account = loaded.account
        if loaded.known:
            self.stdout.write(f"{loaded.edition} was loaded before; nothing has changed.")
        said = f"read {account.read:,}, taken {account.taken:,}, not taken {len(account.left):,}"
        self.stdout.write(f"{loaded.edition}: {said}, taken without a damaged part {len(account.noted):,}")
        for each in account.left[:SHOWN]:
            self.stdout.write(f"  line {each.row}: {each.why} {each.what}".rstrip())
        if len(account.left) > SHOWN:
            self.stdout.write(f"  and {len(account.left) - SHOWN:,} more; the page of the edition lists them")
