"""Forget a person: erase what the ledger hides about them, wherever it was said; every proof stays valid."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.errors import BadEntry, LogUnavailable
from ledger.inbox.forgetting.erasing import REASONS
from ledger.inbox.forgetting.finding import Found, papers_of
from ledger.inbox.forgetting.models import Erasure
from ledger.parties.models import Party
from ledger.parties.roles import PROGRAMME_MANAGER
from sites.parties.forgetting import forget_person, what_would_go

OPERATOR = Actor("operator", "", frozenset({PROGRAMME_MANAGER}))
"""Whoever sits at the server: the log says so, and no name."""
HOW = {"code": "by the person's code", "thread": "in answers to such entries", "name": "by name or number alone"}
TABLES = ("ledger_opening", "ledger_eventkey", "ledger_inboxentry", "ledger_user", "ledger_partymark")


class Command(BaseCommand):
    help = "Erase what the ledger hides about a person (openings of people and notes), and say so in the log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", metavar="PERSON", help="The person's party code.")
        parser.add_argument("--reason", choices=REASONS, default=REASONS[0], help="Why; it stands in the log.")
        parser.add_argument("--check", action="store_true", help="Say how much would go, and erase nothing.")
        parser.add_argument(
            "--code-only",
            action="store_true",
            help="Leave entries that do not name the code, though they say the same full name, card or telephone.",
        )
        parser.add_argument(
            "--vacuum",
            action="store_true",
            help="Then let PostgreSQL write over the dead rows at once; needs LODEBOOK_LOGIN=owner.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        party, by_name = codes.normal(options["person"]), not options["code_only"]
        if options["vacuum"] and not self._owns():
            raise CommandError("Only who owns the tables may pass over them: LODEBOOK_LOGIN=owner.")
        try:
            found = what_would_go(party, by_name=by_name)
            if options["check"]:
                self._tell(party, found)
                return
            done = forget_person(party, options["reason"], OPERATOR, by_name=by_name)
        except BadEntry as bad:
            raise CommandError(f"{party} is not {bad.facts['expected']}.") from None
        except LogUnavailable as away:
            raise CommandError(f"The log takes nothing now ({away.code}). What was asked for is done then.") from None
        self.stdout.write(f"{done.emptied} openings are erased.")
        if done.files_left:
            self.stdout.write(
                f"{done.files_left} files that are being brought in say the name: enter or undo them first."
            )
        left = what_would_go(party, by_name=False)
        waiting = Erasure.objects.filter(party=party).count()
        if left or waiting:
            raise CommandError(f"{len(left)} openings are left; give the command again.")
        if options["vacuum"]:
            self._vacuum()

    def _tell(self, party: str, found: list[Found]) -> None:
        """Tell counts by table, group, kind and way: no value, no name, no key of an entry."""
        self.stdout.write(f"Of {codes.shown(party)} would be erased:")
        counted = Counter((each.group, each.kind, each.state, each.by) for each in found)
        for (group, kind, state, by), number in sorted(counted.items()):
            self.stdout.write(f"  ledger_opening {group:<7}{number:>6}  {kind} ({state}), {HOW[by]}")
        named = {each.key for each in found}
        waiting = {each.key for each in found if each.state == "waiting"}
        self.stdout.write(f"  hashes of words {len(named):>7}  ledger_eventkey, ledger_inboxentry")
        self.stdout.write(f"  photos, papers {len(papers_of(found)):>8}")
        self.stdout.write(f"{len(waiting)} entries that wait would be refused with the code erased.")
        if not Party.objects.filter(code=party).exists():
            self.stdout.write("Nobody has this code.")

    def _owns(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'ledger_opening'::regclass")
            return bool(cursor.fetchone()[0])

    def _vacuum(self) -> None:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"VACUUM {table}")
        self.stdout.write("The dead rows are given back to the tables.")
