"""Read a line of text as a phone sends it; keep it as a message without a name if asked to."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledger.parties.models import Place
from ledger.risk.incidents import tips
from ledger.risk.incidents.text_line import read_line
from ledger.risk.incidents.tips import TooMany
from sites.incidents.gateway import place_of, take_line


class Command(BaseCommand):
    help = "Read a text message: keyword, place, what. With --keep it waits for a case officer and gets its code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="The line, for example 'TUKIO Kashuvi Ouest, askari wanaomba pesa'.")
        parser.add_argument("--keep", action="store_true", help="Keep it and print its return code.")

    def handle(self, *args: Any, text: str, keep: bool, **options: Any) -> None:
        line = read_line(text)
        place, near = place_of(line)
        names = dict(
            Place.objects.filter(code__in=[each for each in (place, *near) if each]).values_list("code", "name")
        )
        self.stdout.write(f"keyword: {'yes' if line.is_report else 'no'}, language: {line.language or 'not known'}")
        self.stdout.write(f"place: {f'{place} {names.get(place, str())}' if place else line.place_words or 'not said'}")
        for code in near:
            self.stdout.write(f"  perhaps {code} {names.get(code, '')}")
        self.stdout.write(f"what: {line.what}")
        self.stdout.write(f"perhaps about: {line.category or 'not known'}")
        if keep:
            try:
                code, _line = take_line(text)
            except TooMany:
                raise CommandError("Too many messages came in this hour. Nothing was kept.") from None
            self.stdout.write(f"code: {tips.shown(code)}")
