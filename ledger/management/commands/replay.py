"""Replay the log: compare what it gives with the live read tables, or rebuild them."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ledger.deeds import rebuilding
from ledger.deeds.beside import CannotMove
from ledger.deeds.gate import BeingRebuilt
from ledger.deeds.rebuilding import NoQuietMoment, Overtaken, Rebuilding, Rebuilt, rebuild
from ledger.deeds.replay import compare

MARK = "read_tables"
"""The file of the home that holds the shape of the read tables."""


class Command(BaseCommand):
    help = "Build every read table from the log beside the live ones; --check exits 1 if a row differs."

    def add_arguments(self, parser: Any) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="Compare and report; the live tables stay as they are.")
        what.add_argument(
            "--swap",
            "--rebuild",
            action="store_true",
            help="Let the new tables take the live ones' places, as the owner (LODEBOOK_LOGIN=owner); writers go on.",
        )
        what.add_argument(
            "--rebuild-if-changed",
            action="store_true",
            help="The same, but only if this release gave them other columns than the last start saw.",
        )

    def handle(self, *args: Any, check: bool, rebuild_if_changed: bool, **options: Any) -> None:
        try:
            if check:
                self.compare()
            elif rebuild_if_changed:
                self.told(rebuilding.rebuild_if_changed(settings.HOME.root / MARK))
            else:
                self.told(rebuild(self.tell))
        except (Rebuilding, BeingRebuilt):
            raise CommandError("Another program rebuilds or compares the read tables now; try again later.") from None
        except NoQuietMoment:
            raise CommandError("Something held a read table at every try; nothing was changed.") from None
        except Overtaken:
            raise CommandError("An event came around the gate; nothing was changed. Try again.") from None
        except CannotMove as reason:
            raise CommandError(f"A read table cannot be swapped: {reason}.") from None

    def tell(self, line: str) -> None:
        self.stdout.write(line)

    def told(self, rebuilt: Rebuilt | None) -> None:
        if rebuilt and rebuilt.events:
            self.stdout.write(
                f"The read tables were rebuilt from {rebuilt.events} events: {rebuilt.rounds} rounds, {rebuilt.last} "
                f"events behind the shut gate, which writers waited at for {rebuilt.shut_ms:.0f} ms."
            )

    def compare(self) -> None:
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
