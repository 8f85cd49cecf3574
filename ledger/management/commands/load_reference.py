"""State the reference tables: ores, licence regimes, rules, codes; a second run adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.rulebook.loading import Outcome, load


class Command(BaseCommand):
    help = "Load the reference tables into the rule book. What has not changed is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Say what would be stated and write nothing.")
        parser.add_argument("--folder", type=Path, metavar="DIR", help="Take the files of this folder instead.")

    def handle(self, *args: Any, check: bool, folder: Path | None, **options: Any) -> None:
        if folder and not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        outcomes, bad = load(folder, check_only=check)
        if options["verbosity"] > 0:
            self._tell(outcomes, check)
        if bad:
            raise CommandError("Files left out, since a row is wrong:\n" + "\n".join(str(each) for each in bad))

    def _tell(self, outcomes: Sequence[Outcome], check: bool) -> None:
        for outcome in outcomes:
            if outcome.new or outcome.changed or outcome.gone:
                self.stdout.write(_line(outcome))
        rows, stated = sum(each.rows for each in outcomes), sum(each.new + each.changed for each in outcomes)
        self.stdout.write(f"{rows:,} rows read, {stated:,} {'would be stated' if check else 'stated'}.")


def _line(outcome: Outcome) -> str:
    gone = f", {outcome.gone} no longer in the file (they stay)" if outcome.gone else ""
    return f"{outcome.table}: {outcome.rows} rows, {outcome.new} new, {outcome.changed} changed{gone}"
