"""Screening as the engine sees it: editions loaded, runs over all parties, screenings of one, and hits."""

from ledger.deeds.tables import table

OPEN, CONFIRMED, NOT_SAME, UNCLEAR, GONE = "open", "confirmed", "not_same", "unclear", "gone"
DECISIONS = (CONFIRMED, NOT_SAME, UNCLEAR)
OWN, BEHIND = "own", "behind"
"""Whose name answered: the party's own, or that of a person behind it."""

WATCH_LIST = table(
    "watch_list",
    "ledger_watchlist",
    101,
    {
        "key": "text",
        "source": "text",
        "edition": "date",
        "sha256": "text",
        "addresses": "text",
        "rows_read": "integer",
        "rows_taken": "integer",
        "rows_left": "integer",
        "rows_noted": "integer",
        "loaded_on": "date",
        "event_id": "bigint",
    },
    key="key",
)
SCREENING_RUN = table(
    "screening_run",
    "ledger_screeningrun",
    102,
    {
        "key": "uuid",
        "editions": "jsonb",
        "up_to": "bigint",
        "parties": "integer",
        "with_hits": "integer",
        "on_day": "date",
        "event_id": "bigint",
    },
    key="key",
)
SCREENING = table(
    "screening",
    "ledger_screening",
    103,
    {"party": "text", "editions": "jsonb", "hits": "integer", "on_day": "date", "event_id": "bigint"},
    key="party event_id",
    by="party",
)
HIT = table(
    "hit",
    "ledger_hit",
    104,
    {
        "party": "text",
        "key": "uuid",
        "source": "text",
        "listed": "text",
        "role": "text",
        "score": "integer",
        "programmes": "jsonb",
        "state": "text",
        "second": "text",
        "until": "date",
        "decided_on": "date",
        "decided_event": "bigint",
        "opened_on": "date",
        "event_id": "bigint",
    },
    key="party key",
    by="party",
)
