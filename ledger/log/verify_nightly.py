"""Every night a slice of the log is computed again, so that the whole is within a number of nights; false: it halts."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction

from ledger.log.halting import freeze
from ledger.log.keyring import retired, signer
from ledger.log.models import Published
from ledger.log.reading import newest_signed
from ledger.log.verify import FalseLog, LogKeys, log_size, snapshot
from ledger.log.verify_state import Outcome, check

STATE = "verified-nightly.json"
logger = logging.getLogger(__name__)


def verify_slice() -> Outcome | None:
    """Check the next slice of the log; None if it is false, and then the log is frozen.

    What is stored is no longer what was signed, whoever did that. To go on signing would put the log's name to it.
    """
    keys = LogKeys(signer().verifier, retired())
    try:
        with transaction.atomic():
            snapshot()
            most = -(-log_size() // settings.LOG_VERIFY_NIGHTS)
            outcome = check(settings.LOG_FOLDER / STATE, keys, resume=True, most=most)
    except FalseLog as false:
        logger.critical("the log is false: %s", false)
        _freeze(str(false))
        return None
    logger.info(
        "verified %d events from position %d of %d%s",
        outcome.checked.leaves,
        outcome.since,
        outcome.size,
        ", the end of a pass" if outcome.whole else "",
    )
    return outcome


def _freeze(reason: str) -> None:
    published, last = Published.objects.filter(id=1).first(), newest_signed()
    freeze(f"verify_log: {reason}", published.note if published else None, last.note if last else None)
