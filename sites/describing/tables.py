"""Descriptions and baselines as the engine sees them: rows are only added, and read by site."""

from ledger.deeds.tables import table

DESCRIPTION = table(
    "site_description",
    "mine_sites_description",
    121,
    {
        "event_id": "bigint",
        "place": "text",
        "as_of": "date",
        "owner": "text",
        "operators": "jsonb",
        "activity": "text",
        "size_m2": "bigint",
        "pits": "integer",
        "depth_cm": "integer",
        "mechanisation": "integer",
        "month_t": "integer",
        "declared_class": "text",
        "impact": "text",
        "typology": "jsonb",
        "asm_class": "text",
        "class_rule": "text",
        "class_inputs": "jsonb",
        "by_whom": "text",
        "evidence": "text",
        "document": "text",
    },
    key="event_id",
    by="place",
)
BASELINE = table(
    "site_baseline",
    "mine_sites_baseline",
    122,
    {
        "event_id": "bigint",
        "place": "text",
        "mineral": "text",
        "grams_per_month": "bigint",
        "set_on": "date",
        "set_by": "text",
        "method": "text",
        "evidence": "text",
        "document": "text",
    },
    key="event_id",
    by="place",
)
