"""manage.py make_world: a large world in an empty ledger, for measuring and for trying things out at scale."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyers.growing.filling import NotOwner, fill_world
from buyers.growing.making import NotEmpty, make_world

MOST_LOTS = 20_000_000
MOST_EVENTS = 100_000_000


class Command(BaseCommand):
    help = "Makes sites, depots, plants and so many lots through the one door; only where the log has no events yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        size = parser.add_mutually_exclusive_group()
        size.add_argument("--lots", type=int, default=1_000, help="lots to make, at least 94 (default 1,000)")
        size.add_argument(
            "--events",
            type=int,
            help="events to make, quickly: some rounds by the door, the others stamped after them and copied in, "
            "as the owner (LODEBOOK_LOGIN=owner)",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same trade (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["events"] is not None:
            self._fill(options["events"], options["seed"])
            return
        if not 94 <= options["lots"] <= MOST_LOTS:
            raise CommandError(f"--lots is a number from 94 to {MOST_LOTS:,}.")
        try:
            for line in make_world(options["lots"], options["seed"]):
                self.stdout.write(line)
        except NotEmpty:
            raise CommandError("The log has events. A world is made only where there are none.") from None

    def _fill(self, events: int, seed: int) -> None:
        if not 1 <= events <= MOST_EVENTS:
            raise CommandError(f"--events is a number from 1 to {MOST_EVENTS:,}.")
        try:
            for line in fill_world(events, seed):
                self.stdout.write(line)
        except NotEmpty:
            raise CommandError("The log has events. A world is made only where there are none.") from None
        except NotOwner:
            raise CommandError("Events are copied in by the owner alone: LODEBOOK_LOGIN=owner.") from None
