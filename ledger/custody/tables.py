"""Custody's read tables as the engine sees them, and the words of their states."""

from ledger.deeds.tables import table

ISSUED, USED, VOID, LOST = "issued", "used", "void", "lost"
OPEN, IN_TRANSIT, CONSUMED = "open", "in_transit", "consumed"
SENT, RECEIVED = "sent", "received"
IDENTITY, SEGREGATED, MASS_BALANCE = "identity", "segregated", "mass_balance"
UNKNOWN_PLACE = "UNKNOWN"
"""The origin of grams that nobody can trace: an origin like any other, never hidden (law 4)."""

TAG = table(
    "tag",
    "ledger_tag",
    10,
    {"code": "text", "place": "text", "state": "text", "lot": "text", "event_id": "bigint"},
    key="code",
)
CONSIGNMENT = table(
    "consignment",
    "ledger_consignment",
    20,
    {
        "code": "text",
        "from_party": "text",
        "to_party": "text",
        "from_place": "text",
        "to_place": "text",
        "lots": "jsonb",
        "state": "text",
        "event_id": "bigint",
    },
    key="code",
)
LOT = table(
    "lot",
    "ledger_lot",
    30,
    {
        "code": "text",
        "mineral": "text",
        "mass_g": "bigint",
        "holder": "text",
        "place": "text",
        "state": "text",
        "head": "uuid",
        "tag": "text",
        "consignment": "text",
        "on_hold": "boolean",
        "opened_on": "date",
        "event_id": "bigint",
    },
    key="code",
)
ORIGIN = table(
    "origin",
    "ledger_origin",
    60,
    {"lot": "text", "place": "text", "dug_on": "date", "custody_model": "text", "grams": "bigint"},
    key="lot place dug_on custody_model",
    by="lot",
)
EDGE = table(
    "edge",
    "ledger_edge",
    61,
    {"child": "text", "parent": "text", "grams": "bigint", "basis": "text"},
    key="child parent",
    by="child",
)
LOT_CHANGE = table(
    "lot_change",
    "ledger_lotchange",
    62,
    {"lot": "text", "cause": "text", "grams": "bigint"},
    key="lot cause",
    by="lot",
)
HAND = table(
    "hand",
    "ledger_hand",
    63,
    {"party": "text", "lot": "text", "event_id": "bigint", "as_what": "text"},
    key="party lot event_id",
    by="lot",
)
LOT_EVENT = table(
    "lot_event", "ledger_lotevent", 64, {"lot": "text", "event_id": "bigint"}, key="lot event_id", by="lot"
)
CALIBRATION = table(
    "calibration",
    "ledger_calibration",
    210,
    {
        "place": "text",
        "scale": "text",
        "capacity_g": "bigint",
        "division_g": "bigint",
        "calibrated_on": "date",
        "valid_to": "date",
        "by_whom": "text",
        "certificate": "text",
        "document": "text",
        "event_id": "bigint",
    },
    key="place event_id",
    by="place",
)
"""Guard it by locking the place, as standing."""
