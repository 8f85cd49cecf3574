"""Receipts: where an entry stands in the published log, and what the log signs the moment it takes one."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from ledger.log.keyring import KeyLost, signer
from ledger.log.proving import inclusion_proofs
from ledger.proofs.submission import Submission
from ledger.proofs.tlog_proof import TlogProof

_BY_KEY = """
    SELECT event.entry, leaf.position, published.size, published.note
    FROM ledger_eventkey known
    JOIN ledger_event event ON event.id = known.event_id
    LEFT JOIN ledger_leaf leaf ON leaf.event_id = event.id
    LEFT JOIN ledger_published published ON published.id = 1
    WHERE known.key = %s"""
_TAKEN = "SELECT id, key::text, hash, recorded_at FROM ledger_event WHERE id = ANY(%s)"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """An entry, who made it, and its place under the checkpoint that was published last; None until it has one."""

    entered_by: str
    party: str
    position: int | None
    size: int
    checkpoint: str

    def proof(self) -> str | None:
        """Return the proof that the entry is in the published log (C2SP tlog-proof), or None while it waits."""
        if self.position is None or self.position >= self.size:
            return None
        (path,) = inclusion_proofs([self.position], self.size)
        return TlogProof(self.position, path, self.checkpoint).text()


def standing_of(key: str) -> Standing | None:
    """Return how an entry stands, or None if none was recorded under this key; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY, [key])
        found = cursor.fetchone()
    if found is None:
        return None
    envelope = json.loads(bytes(found[0]))
    return Standing(envelope["actor"], envelope["party"], found[1], found[2] or 0, found[3] or "")


def submissions(event_ids: Sequence[int]) -> dict[int, str]:
    """Return the log's signed word for each event that it took, by event id, read from what is stored; one query.

    The same event gets the same receipt whenever it is asked for. Without its key the log can give none: the events
    are recorded all the same, so that is told to whoever operates it and not to whoever entered them.
    """
    if not event_ids:
        return {}
    try:
        signing = signer()
    except KeyLost as lost:
        logger.error("receipts: none can be given: %s", lost)
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [sorted(set(event_ids))])
        return {number: signing.sign_note(_submission(*rest).text()) for number, *rest in cursor.fetchall()}


def _submission(key: str, leaf_hash: Any, recorded_at: datetime) -> Submission:
    moment = recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return Submission(settings.LOG_ORIGIN, key, bytes(leaf_hash), moment, settings.LOG_PROMISE_S)
