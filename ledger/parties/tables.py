"""Parties and places as the engine sees them."""

from ledger.deeds.tables import table

PARTY = table(
    "party",
    "ledger_party",
    50,
    {"code": "text", "name": "text", "kind": "text", "country": "text", "event_id": "bigint"},
    key="code",
)
PLACE = table(
    "place",
    "ledger_place",
    40,
    {
        "code": "text",
        "name": "text",
        "kind": "text",
        "country": "text",
        "area": "text",
        "cell": "text",
        "zone": "text",
        "party": "text",
        "event_id": "bigint",
    },
    key="code",
)
