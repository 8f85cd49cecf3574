"""Print the policy by which a stranger's verifier knows this log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ledger.log.keyring import signer


class Command(BaseCommand):
    help = "Print the verifier's policy (C2SP tlog-policy): the log's key, and no witness asked for."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"log {signer().vkey}\nquorum none")
