"""Tell the share of sites or miners with armed presence and with interference, by ore and by scheme."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sites.statistics.asking import LATEST, SITE, UNITS, VISITS, BadQuestion, Question, read
from sites.statistics.counting import visit_statistics
from sites.statistics.selecting import known_projects, spelled

WIDTH = 16


class Command(BaseCommand):
    help = "Tell what visits say about armed actors, with the definition and the count of unknowns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", action="append", default=[], help="Only this project; may be repeated.")
        parser.add_argument("--before", metavar="DATE", help="Only visits before this day.")
        parser.add_argument("--onsite", action="store_true", help="Only visits on which somebody was at the site.")
        parser.add_argument("--unit", choices=UNITS, default=SITE, help="Shares of sites or of miners.")
        parser.add_argument("--visit", choices=VISITS, default=LATEST, help="Each site's latest visit, or any of them.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = {**options, "onsite": "1" if options["onsite"] else ""}
            question = spelled(read(asked, options["project"]))
        except BadQuestion as bad:
            raise CommandError(f"--{bad.name} must be {bad.expected}.") from None
        self._warn(question)
        found = visit_statistics(question)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self._tell(found)

    def _warn(self, question: Question) -> None:
        known = known_projects() if question.projects else []
        for project in question.projects:
            if project not in known:
                self.stderr.write(f"No visit names the project {project!r}. Known: {', '.join(known) or 'none'}.")

    def _tell(self, found: dict[str, Any]) -> None:
        self.stdout.write(found["definition"] + "\n")
        self.stdout.write(f"{'':<{WIDTH}}{'sites':>8}{'miners':>10}{'presence':>10}{'interference':>14}")
        lines = {"all": found["all"], **found["by_mineral"], **found["by_scheme"]}
        for name, group in lines.items():
            shares = (_percent(group[each]) for each in ("presence", "interference"))
            presence, interference = shares
            line = f"{name:<{WIDTH}}{group['sites']:>8,}{group['miners']:>10,}{presence:>10}{interference:>14}"
            self.stdout.write(line)


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.1%}"
