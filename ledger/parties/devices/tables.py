"""Devices as the engine sees them. They are locked first, so that a signed entry does not turn other locks around."""

from ledger.deeds.tables import table

DEVICE = table(
    "device",
    "ledger_device",
    2,
    {
        "device": "uuid",
        "alg": "text",
        "public_key": "text",
        "party": "text",
        "holder": "text",
        "label": "text",
        "enrolled_on": "date",
        "event_id": "bigint",
        "revoked_reason": "text",
        "revoked_since": "timestamptz",
        "revoked_on": "date",
        "revocations": "jsonb",
        "entries": "bigint",
        "last_seq": "bigint",
        "last_at": "timestamptz",
    },
    key="device",
)
DEVICE_KEY = table("device_key", "ledger_devicekey", 3, {"public_key": "text", "device": "uuid"}, key="public_key")
"""Whose a public key is: of one device, for good."""
DEVICE_ENTRY = table(
    "device_entry",
    "ledger_deviceentry",
    5,
    {
        "id": "text",
        "device": "uuid",
        "seq": "bigint",
        "key": "uuid",
        "event_id": "bigint",
        "happened_at": "timestamptz",
    },
    key="id",
)
"""Which entry has which number of a device's counter; the primary key says both, so that it decides between two."""


def numbered(device: str, seq: int) -> str:
    """Return the primary key of a device's entry."""
    return f"{device}/{seq}"
