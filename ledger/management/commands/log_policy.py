"""Print the policy by which a stranger's verifier knows this log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ledger.log.keyring import clock_verifier, verifiers


class Command(BaseCommand):
    help = "Print the verifier's policy (C2SP tlog-policy): every key of the log, and no witness asked for."

    def handle(self, *args: Any, **options: Any) -> None:
        for verifier in verifiers():
            self.stdout.write(f"log {verifier.vkey}")
        self.stdout.write("quorum none")
        self.stdout.write("# The log's own clock shows that a checkpoint is fresh. To have its line checked, take away")
        self.stdout.write("# the sign before the next line. It is the operator's word: never count it in a quorum.")
        self.stdout.write(f"# witness clock {clock_verifier().vkey}")
