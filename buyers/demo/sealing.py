"""Seal: every entry gets its position under a signed checkpoint, and the rules of risk look at what is new."""

from __future__ import annotations

import time

from django.conf import settings

from ledger.log.anchor import Anchor
from ledger.log.follow import follow, position_of
from ledger.log.keyring import signer
from ledger.log.models import LogState, Pending
from ledger.log.publishing import publish_now
from ledger.log.reading import newest_signed
from ledger.log.sequence import Sequencer
from ledger.risk.watching import look_over

MOST_SECONDS = 60.0
PAUSE = 0.05  # seconds: another sequencer may be at work, and then it is that one's turn


class NotSealed(Exception):
    """Another sequencer holds the log and does not get on."""


def seal_and_watch() -> None:
    """Seal, let risk look at all, and seal the flags that it raised. Raises NotSealed."""
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(settings.LOG_FOLDER / "anchor"))
    sequencer.load()
    seal(sequencer)
    while position_of("risk") < _size():
        follow("risk", look_over)
        seal(sequencer)
    publish_now()


def seal(sequencer: Sequencer) -> None:
    """Sequence until nothing is pending and the last checkpoint covers everything. Raises NotSealed."""
    until = time.monotonic() + MOST_SECONDS
    while not _sealed():
        if time.monotonic() > until:
            raise NotSealed
        if not sequencer.tick(sign=True):
            time.sleep(PAUSE)


def _sealed() -> bool:
    last = newest_signed()
    return not Pending.objects.exists() and last is not None and last.size == _size()


def _size() -> int:
    return LogState.objects.values_list("size", flat=True).first() or 0
