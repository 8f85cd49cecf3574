"""Print the policy by which a stranger's verifier knows this log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ledger.log.keyring import clock_verifier, verifiers


class Command(BaseCommand):
    help = (
        "Print the verifier's policy (C2SP tlog-policy): every key of the log and its clock, and no witness asked for."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for verifier in verifiers():
            self.stdout.write(f"log {verifier.vkey}")
        self.stdout.write(
            "# The log's own clock: the operator's word for when a checkpoint was published. It shows that one is"
        )
        self.stdout.write("# fresh, and that a promise was broken. It counts in no quorum.")
        self.stdout.write(f"witness clock {clock_verifier().vkey}")
        self.stdout.write("quorum none")
