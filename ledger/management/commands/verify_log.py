"""Check the whole log against its own bytes and keys."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ledger.log.keyring import retired, signer, verifiers
from ledger.log.verify import FalseLog, LogKeys, snapshot
from ledger.log.verify_ended import verify_ended
from ledger.log.verify_state import Outcome, check

STATE = "verified.json"
"""The file of the log's folder in which a check keeps how far it came."""
TOLD_EVERY_S = 10.0


class Command(BaseCommand):
    help = "Compute every leaf, tile and checkpoint again from stored bytes; exit 1 names the first bad event."

    def add_arguments(self, parser: Any) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--resume", action="store_true", help="Go on where the last check was interrupted.")
        where.add_argument("--since", type=int, default=0, help="Check from this position on only.")
        parser.add_argument("--jobs", type=int, default=1, help="Processes that share the work (default 1).")

    def handle(self, *args: Any, resume: bool, since: int, jobs: int, **options: Any) -> None:
        if since < 0 or not 1 <= jobs <= 64:
            raise CommandError("--since is a position from 0 on, --jobs a number from 1 to 64.")
        self.told = started = time.monotonic()
        keys, state = LogKeys(signer().verifier, retired()), settings.LOG_FOLDER / STATE
        try:
            with transaction.atomic():
                snapshot()
                outcome = check(state, keys, resume=resume, since=since, jobs=jobs, tell=self.tell)
                ended = verify_ended(verifiers())
        except FalseLog as false:
            self.stdout.write(f"FALSE: {false}")
            sys.exit(1)
        self.stdout.write(sentence(outcome, time.monotonic() - started))
        if ended:
            self.stdout.write(f"True: {ended} entries of logs that have ended")

    def tell(self, done: int, size: int) -> None:
        if time.monotonic() - self.told > TOLD_EVERY_S:
            self.told = time.monotonic()
            self.stdout.write(f"{done:,} of {size:,} events hold so far")


def sentence(outcome: Outcome, seconds: float) -> str:
    """Say what holds, and from where on it was looked at."""
    checked = outcome.checked
    rate = round(checked.leaves / seconds) if seconds else 0
    what = f"True: {checked.leaves} events, {checked.tiles} tiles, {checked.checkpoints} checkpoints"
    from_where = f" from position {outcome.since} on; the earlier ones were not looked at" if outcome.since else ""
    return f"{what}{from_where} ({seconds:.1f} s, {rate} events/s)"
