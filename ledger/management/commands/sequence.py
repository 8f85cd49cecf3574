"""Run the sequencer: one process per log, a tick every 100 ms."""

from __future__ import annotations

import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from ledger.log.anchor import Anchor, Frozen
from ledger.log.keyring import KeyLost, signer
from ledger.log.partitions import make_partitions_ahead
from ledger.log.sequence import BATCH, Sequencer, WrongOrigin

TICK_SECONDS = 0.1
ROUNDS_BETWEEN_PARTITION_LOOKS = 600


class Command(BaseCommand):
    help = "Give events their positions and sign checkpoints, until stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="Sequence and sign what is pending, then stop.")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        self.stopped = False
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self.stop)
        try:
            sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(settings.LOG_FOLDER / "anchor"))
            sequencer.load()
            sequencer.finish() if once else self.run(sequencer)
        except (Frozen, KeyLost, WrongOrigin) as frozen:
            raise CommandError(f"The log is frozen and signs nothing: {frozen}") from None

    def stop(self, *_: Any) -> None:
        self.stopped = True

    def run(self, sequencer: Sequencer) -> None:
        """Tick until stopped; a lost database is waited for, its last word is read again."""
        rounds = 0
        while not self.stopped:
            started = time.monotonic()
            try:
                if rounds % ROUNDS_BETWEEN_PARTITION_LOOKS == 0:
                    make_partitions_ahead()
                taken = sequencer.tick()
            except OperationalError as lost:
                self.stderr.write(f"The database is not there: {lost}")
                connection.close()
                time.sleep(1)
                continue
            rounds += 1
            if taken < BATCH:
                time.sleep(max(0.0, TICK_SECONDS - (time.monotonic() - started)))
