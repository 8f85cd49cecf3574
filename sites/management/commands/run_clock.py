"""Run the clock of the statuses once, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from sites.statuses.running import run_clock, today


class Command(BaseCommand):
    help = "Enter every change of a site's status that no act brought: Green to Blue, Blue to Red (MINE-02)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--day", type=date.fromisoformat, default=None, help="Up to this day; left out: today.")

    def handle(self, *args: Any, day: date | None, **options: Any) -> None:
        new = run_clock(day)
        self.stdout.write(f"{new} changes entered up to {day or today()}")
