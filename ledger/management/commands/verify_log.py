"""Check the whole log against its own bytes and key."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ledger.log.keyring import signer
from ledger.log.verify import FalseLog, snapshot, verify_log


class Command(BaseCommand):
    help = "Compute every leaf, tile and checkpoint again from stored bytes; exit 1 names the first bad event."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            with transaction.atomic():
                snapshot()
                checked = verify_log(signer().verifier)
        except FalseLog as false:
            self.stdout.write(f"FALSE: {false}")
            sys.exit(1)
        seconds = time.monotonic() - started
        rate = round(checked.leaves / seconds) if seconds else 0
        self.stdout.write(
            f"True: {checked.leaves} events, {checked.tiles} tiles, {checked.checkpoints} checkpoints "
            f"({seconds:.1f} s, {rate} events/s)"
        )
