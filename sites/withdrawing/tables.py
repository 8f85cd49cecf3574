"""What was taken back, as the engine sees it."""

from ledger.deeds.tables import table

WITHDRAWN = table(
    "withdrawn",
    "mine_sites_withdrawn",
    96,
    {"event_id": "bigint", "subject": "text", "by_event_id": "bigint", "reason": "text"},
    key="event_id subject",
    by="subject",
)
