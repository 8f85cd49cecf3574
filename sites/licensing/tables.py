"""Licences as the engine sees them."""

from ledger.deeds.tables import table

LICENCE = table(
    "licence",
    "mine_sites_licence",
    65,
    {
        "code": "text",
        "number": "text",
        "holder": "text",
        "regime": "text",
        "jurisdiction": "text",
        "ores": "jsonb",
        "place": "text",
        "zone": "text",
        "area_m2": "bigint",
        "granted_on": "date",
        "valid_from": "date",
        "valid_to": "date",
        "end_assumed": "boolean",
        "stopped_how": "text",
        "stopped_on": "date",
        "stopped_until": "date",
        "renewals": "integer",
        "renews": "text",
        "parent": "text",
        "confidence": "text",
        "findings": "jsonb",
        "terms": "jsonb",
        "event_id": "bigint",
    },
    key="code",
)
