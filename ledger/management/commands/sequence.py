"""Run the sequencer: one process per log, a tick every 100 ms."""

from __future__ import annotations

import signal
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from ledger.log.anchor import Anchor, Frozen
from ledger.log.keyring import CurrentKey, KeyLost
from ledger.log.partitions import make_partitions_ahead
from ledger.log.publishing import publish_now, start_publishing
from ledger.log.sequence import BATCH, Sequencer, WrongOrigin
from ledger.log.witnessing import Witnesses, WrongWitnesses, configured

TICK_SECONDS = 0.1
ROUNDS_BETWEEN_PARTITION_LOOKS = 600


class Command(BaseCommand):
    help = "Give events their positions and sign checkpoints, until stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="Sequence and sign what is pending, then stop.")
        parser.add_argument("--look", action="store_true", help="Compare the log with what was published, and stop.")

    def handle(self, *args: Any, once: bool = False, look: bool = False, **options: Any) -> None:
        self.stopped = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self.stop)
        try:
            witnesses = configured()
            witnesses.ask_all()
            sequencer = Sequencer(settings.LOG_ORIGIN, CurrentKey(), Anchor(settings.LOG_FOLDER / "anchor"), witnesses)
            sequencer.load()
            if look:
                return
            if once:
                sequencer.finish()
                publish_now()
            else:
                publishing = start_publishing(self.stopped)
                self.run(sequencer, witnesses)
                publishing.join(timeout=10)
        except Frozen as frozen:
            self.tell(frozen)
            if look:
                # whoever only wants it found out, goes on: everything can be read
                return
            raise CommandError("The log is frozen and signs nothing. See docs/recovery.md.") from None
        except (KeyLost, WrongOrigin, WrongWitnesses) as wrong:
            raise CommandError(f"Nothing is signed: {wrong}") from None

    def stop(self, *_: Any) -> None:
        self.stopped.set()

    def tell(self, frozen: Frozen) -> None:
        """Print why, and both checkpoints; whoever is started again and again by a supervisor says one line."""
        self.stderr.write(f"FROZEN: {frozen}")
        if not frozen.said_before or sys.stderr.isatty():
            self.stderr.write(f"published:\n{frozen.published or '(no checkpoint)'}")
            self.stderr.write(f"held by the database:\n{frozen.held or '(no checkpoint)'}")

    def run(self, sequencer: Sequencer, witnesses: Witnesses) -> None:
        """Tick until stopped; a lost database is waited for, its last word is read again."""
        threading.Thread(target=witnesses.watch, args=[self.stopped], daemon=True).start()
        rounds = 0
        while not self.stopped.is_set():
            started = time.monotonic()
            try:
                if rounds % ROUNDS_BETWEEN_PARTITION_LOOKS == 0:
                    make_partitions_ahead()
                taken = sequencer.tick()
            except OperationalError as lost:
                self.stderr.write(f"The database is not there: {lost}")
                connection.close()
                self.stopped.wait(1)
                continue
            except OSError as trouble:
                self.stderr.write(f"The anchor could not be written: {trouble.strerror}")
                self.stopped.wait(1)
                continue
            rounds += 1
            if taken < BATCH:
                self.stopped.wait(max(0.0, TICK_SECONDS - (time.monotonic() - started)))
