"""Replay the log into shadow tables and compare them with the live ones."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from ledger.deeds.replay import compare


class Command(BaseCommand):
    help = "Rebuild every read table from the log beside the live ones; --check exits 1 if a row differs."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--check", action="store_true", required=True, help="Compare and report; the live tables stay as they are."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        started = time.monotonic()
        replayed, found = compare()
        seconds = time.monotonic() - started
        for table, lines in found.items():
            self.stdout.write(f"{table}:")
            for line in lines:
                self.stdout.write(f"  {line}")
        rate = round(replayed / seconds) if seconds else 0
        self.stdout.write(f"{replayed} events replayed in {seconds:.1f} s ({rate} events/s)")
        if found:
            self.stdout.write(f"{len(found)} tables differ (- only live, + only replayed)")
            sys.exit(1)
        self.stdout.write("The live tables are what the log says.")
