"""Draw the zones of a GeoJSON file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.errors import LogUnavailable
from sites.zones.bringing import DRAWN, REFUSED, REPEATED, UnreadableFile, bring_zones
from sites.zones.drawing import KINDS, STATUSES


class Command(BaseCommand):
    help = "Draw the zones of a GeoJSON FeatureCollection (WGS84). A second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The GeoJSON file.")
        parser.add_argument("--kind", choices=KINDS, help="For features that do not say their kind.")
        parser.add_argument("--country", help="Likewise, two letters.")
        parser.add_argument("--valid-from", metavar="DATE", help="Likewise, the first day.")
        parser.add_argument("--status", choices=STATUSES, default="active", help="Likewise.")
        parser.add_argument("--authority", help="Likewise, who declared them.")
        parser.add_argument("--legal-basis", help="Likewise, the act.")
        parser.add_argument("--source", help="Likewise, where the file comes from.")
        parser.add_argument("--dry-run", action="store_true", help="Read the outlines and write nothing.")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        names = ("kind", "country", "valid_from", "status", "authority", "legal_basis", "source")
        defaults = {name: options[name] for name in names if options[name]}
        sums: Counter[str] = Counter()
        try:
            for outcome in bring_zones(file, defaults, dry_run=dry_run):
                sums[outcome.status] += 1
                if outcome.status == REFUSED:
                    where = outcome.field.removeprefix("facts.") or "feature"
                    line = f"feature {outcome.number} {outcome.name!r}: {where}: expected {outcome.expected}"
                    self.stdout.write(line)
                elif outcome.moved_m:
                    self.stdout.write(
                        f"feature {outcome.number} {outcome.name!r}: thinned, up to {outcome.moved_m} m off"
                    )
        except UnreadableFile as error:
            raise CommandError(str(error)) from None
        except LogUnavailable:
            raise CommandError("The log takes nothing now. Run the same again later: nothing is drawn twice.") from None
        if dry_run:
            self.stdout.write("Nothing was written; this is what would happen:")
        for status in (DRAWN, REPEATED, REFUSED):
            self.stdout.write(f"{sums[status]:>7,} {status}")
