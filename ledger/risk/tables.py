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
        "cleared_on": "date",
        "cleared_event_id": "bigint",
    },
    key="key",
)
