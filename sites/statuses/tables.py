"""Acts as the engine sees them."""

from ledger.deeds.tables import table

ACT = table(
    "act",
    "mine_sites_act",
    98,
    {
        "event_id": "bigint",
        "key": "uuid",
        "number": "text",
        "article": "text",
        "legal_basis": "text",
        "authority": "text",
        "by": "text",
        "scheme": "text",
        "status": "text",
        "valid_from": "date",
        "valid_to": "date",
        "signed_on": "date",
        "recorded_on": "date",
        "document": "text",
        "sites": "jsonb",
    },
    key="event_id",
)
