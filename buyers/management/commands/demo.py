"""Play the demo world once, and say where its finished lot is and who may sign in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buyers.demo import accounts
from buyers.demo.aftermath import play_aftermath
from buyers.demo.beginning import begin, begun_on, is_whole, may_begin, today
from buyers.demo.ground import lay_ground, places_by_name
from buyers.demo.playing import Unexpected, play, written
from buyers.demo.sealing import NotSealed, seal_and_watch
from buyers.demo.telling import told


class Command(BaseCommand):
    help = "Make the demo world, once; print its finished lot and its accounts at every call."

    def handle(self, *args: Any, **options: Any) -> None:
        if begun_on() is None and not may_begin():
            self.stdout.write("The ledger has entries or users of its own, so the demo world is left out.")
            return
        try:
            day = begun_on() or begin(today())
            accounts.make_users()
            if not is_whole():
                lay_ground()
                script = written(day, places_by_name())
                play(script, accounts.actors())
                seal_and_watch()
                play_aftermath(script)
        except (Unexpected, NotSealed) as broken:
            raise CommandError(f"The demo world could not be made: {broken!r}") from None
        self.stdout.write("\n".join(told()))
