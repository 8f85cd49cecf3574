"""A lot (MD.12) and an export certificate (MD.03) in the exchange form of the ICGLR. Pure; nothing is made up.

What the form demands and the ledger does not know is listed as missing. What the form has no field for (contributed
mass and grade of an input, moisture) stands beside its fields under names of our own, as the protocol allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ledger.reference import code_lists
from ledger.reports.icglr.entities import WITHHELD, Business
from ledger.units import GRAMS_PER_KG, PPM

KILOGRAM = "kilogram"
ROLES = {
    "cooperative": "miner",
    "miner": "miner",
    "company": "miner",
    "trader": "trader",
    "processor": "processor",
    "buyer": "importer",
    "exporter": "exporter",
    "state_buyer": "trader",
    "agency": "government",
}
OPERATIONS = {
    "production": "production",
    "blend": "combination",
    "split": "processing",
    "process": "processing",
    "import": "import",
}


@dataclass(frozen=True)
class Input:
    """A lot that went in, with what it gave."""

    code: str
    grams: int | None = None
    grade_ppm: int | None = None
    grade_of: str | None = None


@dataclass(frozen=True)
class TagSaid:
    """The tag of a lot, who issued it and when."""

    number: str
    issuer: Business | None
    issued_at: datetime | None


@dataclass(frozen=True)
class LotSaid:
    """What the form asks of a lot, as the ledger knows it."""

    code: str
    registered_at: datetime
    creator: Business | None
    role: str
    mineral: str
    mass_g: int
    grade_ppm: int | None
    made_as: str
    bought: bool = False
    exported: bool = False
    bags: int | None = None
    site: str = ""
    tag: TagSaid | None = None
    inputs: Sequence[Input] = field(default_factory=tuple)
    recipient: Business | None = None
    shipped_on: date | None = None
    received_on: date | None = None
    certificate: str = ""
    moisture_ppm: int | None = None
    grade_of: str | None = None


def lot_lacks(lot: LotSaid) -> list[str]:
    """Return the names of what the form demands of a lot and nobody knows."""
    production = lot.made_as == "production"
    asked = {
        "creator": lot.creator is not None and lot.creator.whole,
        "mineral": _hs(lot.mineral) is not None,
        "concentration": lot.grade_ppm is not None,
        "mineSiteId": bool(lot.site) or not production,
        "tag": not production or (lot.tag is not None and _tag_whole(lot.tag)),
        "originatingOperation": lot.made_as in OPERATIONS,
    }
    return [name for name, known in asked.items() if not known]


def _tag_whole(tag: TagSaid) -> bool:
    return tag.issuer is not None and tag.issuer.whole and tag.issued_at is not None


def lot_record(lot: LotSaid) -> dict[str, Any]:
    """Return the record of a lot (MD.12). Raises ValueError if something that the form demands is missing."""
    if lacking := lot_lacks(lot):
        raise ValueError(f"{lot.code} lacks {', '.join(lacking)}")
    record = {
        "lotNumber": lot.code,
        "dateRegistration": lot.registered_at.date().isoformat(),
        "timeRegistration": lot.registered_at.strftime("%H%M%S"),
        "creator": lot.creator.record() if lot.creator else None,
        "mineral": _hs(lot.mineral),
        "concentration": _percent(lot.grade_ppm),
        "concentrationOf": lot.grade_of,
        "mass": _kilograms(lot.mass_g),
        "unitOfMeasurement": code_lists.icglr_unit(KILOGRAM),
        "moisture": _percent(lot.moisture_ppm),
        "nrOfPackages": lot.bags,
        "mineSiteId": lot.site if lot.made_as == "production" else None,
        "creatorRole": [code_lists.icglr_role(ROLES.get(lot.role, "trader"))],
        "originatingOperation": _operations(lot),
        "inputLot": [_input(each) for each in _inputs(lot)],
        "tag": _tag(lot.tag) if lot.tag and _tag_whole(lot.tag) else None,
        "recipient": lot.recipient.record() if lot.recipient and lot.recipient.whole else None,
        "dateShipped": lot.shipped_on.isoformat() if lot.shipped_on else None,
        "dateIn": lot.received_on.isoformat() if lot.received_on else None,
        "exportCertificateId": lot.certificate or None,
    }
    return {name: value for name, value in record.items() if value not in (None, [], "")}


def _operations(lot: LotSaid) -> list[int]:
    named = [OPERATIONS[lot.made_as], *(["purchase"] if lot.bought else []), *(["export"] if lot.exported else [])]
    return [code_lists.icglr_operation(each) for each in named]


def _inputs(lot: LotSaid) -> Sequence[Input]:
    """A lot that only changed hands refers to itself; the first lot, at the mine, to none."""
    return lot.inputs or ([Input(lot.code, lot.mass_g, lot.grade_ppm, lot.grade_of)] if lot.bought else [])


def _input(each: Input) -> dict[str, Any]:
    mass = _kilograms(each.grams) if each.grams else None
    grade = _percent(each.grade_ppm)
    record = {"lotNumber": each.code, "contributedMass": mass, "contributedConcentration": grade}
    return {name: value for name, value in record.items() if value is not None}


def _tag(tag: TagSaid) -> dict[str, Any]:
    moment = tag.issued_at
    return {
        "identifier": tag.number,
        "issuer": tag.issuer.record() if tag.issuer else None,
        "issueDate": moment.date().isoformat() if moment else None,
        "issueTime": moment.strftime("%H%M%S") if moment else None,
    }


@dataclass(frozen=True)
class CertificateSaid:
    """What the form asks of a certificate: its facts as disclosed to the reader, its exporter, the ore of its lot."""

    facts: dict[str, Any]
    exporter: Business | None
    mineral: str
    paper_url: str = ""

    @property
    def importer(self) -> Business:
        told = self.facts
        name = told.get("importer_name", "")
        return Business(
            code=told.get("importer_number") or name,
            name=name,
            country=told.get("importer_country", ""),
            locality=told.get("importer_address", ""),
            tin=told.get("importer_tin", ""),
            phone=told.get("importer_phone", ""),
            email=told.get("importer_email", ""),
        )


OF_FACTS = {
    "lotWeight": "weight_g",
    "lotGrade": "grade",
    "customsValue": "customs_value_minor",
    "dateOfShipment": "shipment_on",
    "memberStateIssuingAuthority": "authority",
    "positionOfVerifier": "verifier_position",
    "dateOfVerification": "verified_on",
}


def certificate_lacks(said: CertificateSaid) -> list[str]:
    """Return the names of what the form demands of a certificate and the reader is not told."""
    asked = {name: bool(said.facts.get(fact)) for name, fact in OF_FACTS.items()}
    asked |= {
        "issuingCountry": said.facts["certificate"][:2] in code_lists.icglr_members(),
        "exporter": said.exporter is not None and said.exporter.whole,
        "importer": said.importer.whole,
        "typeOfOre": _hs(said.mineral) is not None,
        "certificateFile": bool(said.paper_url),
    }
    return [name for name, known in asked.items() if not known]


def certificate_record(said: CertificateSaid) -> dict[str, Any]:
    """Return the record of a certificate (MD.03). Raises ValueError if something that the form demands is missing."""
    facts = said.facts
    if lacking := certificate_lacks(said):
        raise ValueError(f"{facts['certificate']} lacks {', '.join(lacking)}")
    record = {
        "issuingCountry": facts["certificate"][:2],
        "identifier": facts["certificate"],
        "exporter": said.exporter.record() if said.exporter else None,
        "importer": said.importer.record(),
        "lotNumber": facts["lot"],
        "designatedMineralDescription": f"{facts['description_en']} / {facts['description_fr']}",
        "typeOfOre": _hs(said.mineral),
        "lotWeight": _kilograms(facts["weight_g"]),
        "lotWeightUOM": code_lists.icglr_unit(KILOGRAM),
        "lotGrade": facts["grade"],
        "mineralOrigin": facts["origins"],
        "customsValue": f"USD {facts['customs_value_minor'] // 100}.{facts['customs_value_minor'] % 100:02d}",
        "dateOfShipment": facts["shipment_on"],
        "shipmentRoute": ";".join(facts.get("route") or []),
        "transportCompany": facts.get("carrier"),
        "memberStateIssuingAuthority": facts["authority"],
        "nameOfVerifier": WITHHELD,
        "positionOfVerifier": facts["verifier_position"],
        "dateOfVerification": facts["verified_on"],
        "nameOfValidator": WITHHELD,
        "dateOfIssuance": facts["issued_on"],
        "dateOfExpiration": facts["expires_on"],
        "certificateFile": said.paper_url,
    }
    return {name: value for name, value in record.items() if value not in (None, "")}


def _hs(ore: str) -> str | None:
    try:
        return code_lists.icglr_mineral(ore)
    except KeyError:
        return None


def _kilograms(grams: int) -> float:
    return grams / GRAMS_PER_KG


def _percent(ppm: int | None) -> float | None:
    return None if ppm is None else ppm * 100 / PPM
