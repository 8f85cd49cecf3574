"""Flags as the engine sees them."""

from ledger.deeds.tables import table

FLAG = table(
    "flag",
    "ledger_flag",
    70,
    {
        "key": "uuid",
        "rule": "text",
        "version": "integer",
        "subject": "text",
        "severity": "text",
        "category": "text",
        "evidence": "jsonb",
        "raised_on": "date",
        "event_id": "bigint",
        "grams": "bigint",
        "entry": "text",
        "verdict": "text",
        "answered_by": "text",
        "answered_on": "date",
        "answered_until": "date",
        "answer_event_id": "bigint",
        "explained_by": "jsonb",
        "said_in": "jsonb",
        "cleared_on": "date",
        "cleared_event_id": "bigint",
        "cleared_because": "text",
    },
    key="key",
)
