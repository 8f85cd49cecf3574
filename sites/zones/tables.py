"""Zones as the engine sees them: one row for what holds now, one for each outline ever drawn."""

from ledger.deeds.tables import table

_SAID = {
    "name": "text",
    "kind": "text",
    "country": "text",
    "authority": "text",
    "status": "text",
    "legal_basis": "text",
    "holder": "text",
    "licence": "text",
    "valid_from": "date",
    "valid_to": "date",
    "outline": "text",
    "west_e6": "integer",
    "south_e6": "integer",
    "east_e6": "integer",
    "north_e6": "integer",
    "area_m2": "bigint",
    "moved_m": "integer",
}
ZONE = table(
    "zone",
    "mine_sites_zone",
    44,
    {"code": "text", **_SAID, "closed_on": "date", "closed_by": "text", "event_id": "bigint"},
    key="code",
)
ZONE_DRAWN = table(
    "zone_drawn",
    "mine_sites_zonedrawn",
    123,
    {"event_id": "bigint", "zone": "text", **_SAID},
    key="event_id",
    by="zone",
)
CONSENT = table(
    "zone_consent",
    "mine_sites_zoneconsent",
    124,
    {
        "event_id": "bigint",
        "zone": "text",
        "place": "text",
        "valid_from": "date",
        "valid_to": "date",
        "given_by": "text",
        "document": "text",
    },
    key="event_id",
    by="zone",
)
