"""Papers of another country."""

from typing import Any

from tests.make import envelope


def noting(**more: Any) -> dict[str, Any]:
    """Return the envelope by which a certificate of another country is recorded, for one lot of cassiterite."""
    facts = {
        "certificate": "RW:77",
        "lot_number": "L-77",
        "mineral": "cassiterite",
        "weight_g": 100_000,
        "grade": "68 % Sn",
        "origins": "RW",
        "issued_on": "2026-11-01",
        "expires_on": "2027-01-20",
        "verified_on": "2026-10-30",
        "authority": "RMB",
        "exporter_name": "Ikaze",
        "exporter_country": "RW",
        "importer_name": "Umoja",
        "importer_country": "CD",
        "shipment_on": "2026-11-02",
    }
    return envelope("export_certificate.noted.v1", **{**facts, **more})
