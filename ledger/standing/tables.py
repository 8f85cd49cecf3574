"""Standing as the engine sees it. Guard it by locking its subject (place or party), never these rows."""

from ledger.deeds.tables import table

STANDING = table(
    "standing",
    "ledger_standing",
    90,
    {
        "subject": "text",
        "topic": "text",
        "value": "text",
        "valid_from": "date",
        "valid_to": "date",
        "source": "text",
        "terms": "jsonb",
        "event_id": "bigint",
    },
    key="subject topic event_id",
    by="subject",
)
