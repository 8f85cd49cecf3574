"""Back the ledger up into a folder: database, anchor and all else that is needed to bring it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backing_up.dumping import DumpFailed
from config.backing_up.making import NotMade, make, make_openings


class Command(BaseCommand):
    help = "Write database, anchor, origin and a list of papers to a new folder, with a manifest; then verify the log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--with-keys", action="store_true", help="The private keys too: keep that folder apart.")
        parser.add_argument(
            "--only-openings",
            action="store_true",
            help="Write nothing but the openings, which no mirror has, to FOLDER/openings.jsonl; often and elsewhere.",
        )
        parser.add_argument("--since", type=int, default=0, metavar="SIZE", help="Openings from this position on.")

    def handle(
        self, *args: Any, folder: Path, with_keys: bool, only_openings: bool, since: int, **options: Any
    ) -> None:
        try:
            if only_openings:
                size = make_openings(folder, since)
                self.stdout.write(f"{folder}: the openings of the entries {since} to {size}.")
                return
            manifest = make(folder, with_keys=with_keys)
        except (NotMade, DumpFailed, OSError) as fault:
            raise CommandError(f"There is no backup: {fault}") from None
        total = sum(about["bytes"] for about in manifest.files.values())
        self.stdout.write(f"{folder}: {manifest.size} entries, {len(manifest.files)} files, {total:,} bytes.")
        if not with_keys:
            self.stdout.write("The private keys are not in it: keep LOG_KEY_FILE and ACCOUNT_KEY_FILE apart from it.")
        self.stdout.write(f"Papers are listed, not copied: {manifest.papers} files.")
        call_command("verify_log", stdout=self.stdout)
