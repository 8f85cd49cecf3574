"""Numbers, names and neighbourhoods of sites as the engine sees them."""

from ledger.deeds.tables import table

SITE_SHELF = table("site_shelf", "mine_sites_siteshelf", 43, {"shelf": "text"}, key="shelf")
"""A shelf holds sites that may be one: those of a cell, or those of a country with the same name. Whoever registers
locks the shelves that it reads, and makes those that are missing: so two who register the same site at the same
instant meet on a row, and the second sees the first."""
SITE_NUMBER = table(
    "site_number",
    "mine_sites_sitenumber",
    46,
    {"key": "text", "register": "text", "number": "text", "bare": "text", "place": "text", "event_id": "bigint"},
    key="key",
)
"""One number of a register names one site once ever, unless the site's registration is taken back."""
NOBODYS = ""
"""The place of a number that a registration taken back has left behind."""
SITE_NEAR = table(
    "site_near",
    "mine_sites_sitenear",
    97,
    {
        "shelf": "text",
        "place": "text",
        "name": "text",
        "country": "text",
        "cell": "text",
        "province": "text",
        "territory": "text",
        "numbers": "jsonb",
        "gone": "boolean",
        "event_id": "bigint",
    },
    key="shelf place name event_id",
    by="shelf",
)
"""What a newcomer is compared with."""
