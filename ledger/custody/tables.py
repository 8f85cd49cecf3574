"""Custody's read tables as the engine sees them, and the words of their states."""

from ledger.deeds.tables import table

ISSUED, USED, VOID, LOST = "issued", "used", "void", "lost"
STOPPED_TAG = ("quarantined", "recalled")
RETURNED, STOLEN, DAMAGED = "returned", "stolen", "damaged"
OPEN, IN_TRANSIT, CONSUMED, EXPORTED, VOIDED = "open", "in_transit", "consumed", "exported", "voided"
SENT, RECEIVED, PART_RECEIVED, SENT_BACK = "sent", "received", "part_received", "refused"
CAME_BACK = "returned"
IDENTITY, SEGREGATED, MASS_BALANCE = "identity", "segregated", "mass_balance"
UNKNOWN_PLACE = "UNKNOWN"
"""The origin of grams that nobody can trace: an origin like any other, never hidden (law 4)."""

TAG = table(
    "tag",
    "ledger_tag",
    10,
    {
        "code": "text",
        "place": "text",
        "state": "text",
        "lot": "text",
        "event_id": "bigint",
        "series": "text",
        "parcel": "text",
        "holder": "text",
        "agent": "text",
        "issued_by": "text",
        "issued_on": "date",
        "ended_on": "date",
        "replaced_by": "text",
        "reported_late": "integer",
    },
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
        "sent_on": "date",
        "expected_on": "date",
        "ended_on": "date",
        "seals": "jsonb",
        "came": "jsonb",
        "missing": "jsonb",
        "surplus": "jsonb",
        "sent_by": "text",
        "ended_by": "text",
        "ended_event": "bigint",
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
        "made_as": "text",
        "product": "text",
        "sector": "text",
        "special": "text",
        "made_by": "text",
        "used_by": "text",
        "tagged_by": "text",
        "bags": "integer",
        "moisture_ppm": "integer",
        "grade_ppm": "integer",
        "grade_of": "text",
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
    {
        "child": "text",
        "parent": "text",
        "grams": "bigint",
        "basis": "text",
        "model": "text",
        "grade_ppm": "integer",
        "grade_of": "text",
    },
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
HOLD = table(
    "hold",
    "ledger_hold",
    66,
    {
        "lot": "text",
        "key": "text",
        "rule": "text",
        "cause": "text",
        "placed_by": "text",
        "placed_on": "date",
        "decide_by": "date",
        "event_id": "bigint",
        "seals": "jsonb",
        "ended_on": "date",
        "ended_by": "text",
        "ended_event": "bigint",
    },
    key="lot key",
    by="lot",
)
"""Why a lot may not go on, each for itself: a lot is on hold while one of them is open and not under seal."""
MAKING = table(
    "making",
    "ledger_making",
    34,
    {
        "key": "text",
        "kind": "text",
        "inputs": "jsonb",
        "outputs": "jsonb",
        "changes": "jsonb",
        "unknown_g": "bigint",
        "on_day": "date",
        "party": "text",
        "place": "text",
        "event_id": "bigint",
    },
    key="key",
)
"""One deed that made lots out of lots: its inputs whole, its outputs, the signed lines between them."""
MOVE = table(
    "move",
    "ledger_move",
    75,
    {
        "lot": "text",
        "event_id": "bigint",
        "part": "integer",
        "party": "text",
        "place": "text",
        "mineral": "text",
        "cause": "text",
        "grams": "bigint",
        "on_day": "date",
    },
    key="lot event_id part",
    by="lot",
)
"""A posting: signed net wet grams that came into a book (party, place, mineral) or left it, with the cause."""
WEIGHING = table(
    "weighing",
    "ledger_weighing",
    76,
    {
        "lot": "text",
        "event_id": "bigint",
        "step": "text",
        "place": "text",
        "scale": "text",
        "gross_g": "bigint",
        "tare_g": "bigint",
        "net_g": "bigint",
        "book_g": "bigint",
        "moisture_ppm": "integer",
        "sealed": "boolean",
        "on_day": "date",
        "operator": "text",
        "unit": "text",
    },
    key="lot event_id",
    by="lot",
)
ASSAY = table(
    "assay",
    "ledger_assay",
    77,
    {
        "lot": "text",
        "event_id": "bigint",
        "grade_of": "text",
        "grade_ppm": "integer",
        "moisture_ppm": "integer",
        "method": "text",
        "laboratory": "text",
        "provisional": "boolean",
        "on_day": "date",
    },
    key="lot event_id",
    by="lot",
)
CORRECTION = table(
    "correction",
    "ledger_correction",
    78,
    {
        "lot": "text",
        "event_id": "bigint",
        "corrects": "bigint",
        "was": "jsonb",
        "now": "jsonb",
        "reason": "text",
        "first": "text",
        "second": "text",
        "flow": "text",
    },
    key="lot event_id",
    by="lot",
)
"""What a lot said before and says since, never erased: pages strike the former through."""
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
