"""The register's read tables as the engine sees them."""

from ledger.deeds.tables import table

MINE_SITE = table(
    "mine_site",
    "mine_sites_minesite",
    41,
    {
        "code": "text",
        "minerals": "jsonb",
        "province": "text",
        "territory": "text",
        "pcode": "text",
        "event_id": "bigint",
    },
    key="code",
)
VISIT = table(
    "visit",
    "mine_sites_visit",
    95,
    {
        "event_id": "bigint",
        "place": "text",
        "visited_on": "date",
        "on_site": "text",
        "presence": "text",
        "interference": "text",
        "children": "text",
        "workers": "integer",
        "by_whom": "text",
        "source": "text",
    },
    key="event_id",
    by="place",
)
SITE_PCODE = table(
    "site_pcode",
    "mine_sites_sitepcode",
    42,
    {"pcode": "text", "place": "text"},
    key="pcode",
)
"""One number of the IPIS register is one site, once ever: a table of its own, so that a second site is refused."""
