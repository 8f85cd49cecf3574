"""Take back: a batch of conflict events no longer counts; what earlier batches said of them counts again."""

from __future__ import annotations

from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.risk.conflict.bringing import of_version, version
from ledger.risk.conflict.tables import CONFLICT_BATCH, CONFLICT_EVENT

KIND = "conflict.events_taken_back.v1"
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class BatchTakenBack(Refused):
    code = "conflict_batch_taken_back"


def needs(entry: Entry) -> Needs:
    return Needs(change={CONFLICT_BATCH: [entry["batch"]]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    batch = rows.get(CONFLICT_BATCH, entry["batch"])
    return Needs(change={CONFLICT_EVENT: list(batch.codes) if batch else []})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses a batch that nobody brought."""
    if rows.get(CONFLICT_BATCH, entry["batch"]) is None:
        raise BadEntry("unknown_batch", "facts.batch", "the key of an entry that brought events", given=entry["batch"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses conflict_batch_taken_back."""
    if rows.get(CONFLICT_BATCH, entry["batch"]).taken_back_by is not None:
        raise BatchTakenBack(batch=entry["batch"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Leave out what the batch said of each event, wherever it stands among what others said."""
    batch = rows.get(CONFLICT_BATCH, event["batch"])
    for code in batch.codes:
        row = rows.get(CONFLICT_EVENT, code)
        rows.change(CONFLICT_EVENT, code, **_without(row, batch.key, event.id))
    rows.change(CONFLICT_BATCH, batch.key, taken_back_by=event.id, taken_back_because=event["reason"])


def _without(row: Any, batch: str, by: int) -> dict[str, Any]:
    said = [*(row.before or []), version(row)]
    left = [each for each in said if each["batch"] != batch]
    if not left:
        # nothing else was ever said of it: it stays as it was brought, and is gone
        return {"gone_by": by}
    return {**of_version(left[-1]), "before": left[:-1] or None}


deed(
    KIND,
    about="A batch of conflict events is taken back.",
    schema={
        "batch": Words(most=36, pattern=UUID, about="Key of the entry that brought them."),
        "reason": Words(most=200, about="Why, in words that anybody may read."),
    },
    example={"batch": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "reason": "The file was of another country."},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
)
