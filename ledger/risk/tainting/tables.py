"""Findings followed through the ore, as the engine sees them."""

from ledger.deeds.tables import table

TAINT = table(
    "taint",
    "ledger_taint",
    71,
    {
        "key": "uuid",
        "why": "text",
        "subject": "text",
        "since": "date",
        "until": "date",
        "cause": "text",
        "rule": "text",
        "lots": "integer",
        "grams": "bigint",
        "opened_on": "date",
        "event_id": "bigint",
        "withdrawn_on": "date",
        "withdrawn_event": "bigint",
    },
    key="key",
)
