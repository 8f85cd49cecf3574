"""A mine site in the exchange form of the ICGLR (MD.01, standards.md §2.1). Pure.

The form has no field for a personal name that we may give: the legal representative is said to be withheld.
What it demands and the register does not know is listed as missing; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from ledger.reference import code_lists

WITHHELD = "withheld"
UNKNOWN_TIN = "N/A"
FOUR = Decimal("0.0001")
PHONE = re.compile(r"\+[1-9][0-9]{1,14}")
EMAIL = re.compile(r"[A-Za-z0-9_.-]+@([A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]{2,4}")
"""What the form takes: E.164, and addresses whose last part has two to four signs."""


@dataclass(frozen=True)
class Entity:
    """A business entity (MD.04): what of it is not personal."""

    code: str
    name: str
    country: str
    locality: str = ""
    tin: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Licence:
    """A licence (MD.02); `kind` is a word of MDC.04."""

    kind: str
    ores: Sequence[str]
    number: str = ""
    owner: Entity | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    active: bool = True


@dataclass(frozen=True)
class Inspection:
    """An inspection (MD.07) with its result as our colour."""

    number: str
    on: date
    result: str
    agency: str
    position: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Site:
    """What the exchange form asks of a mine site, as the register knows it."""

    code: str
    country: str
    number: int
    national_id: str
    colour: str
    activity: str
    ores: Sequence[str]
    latitude_e6: int | None = None
    longitude_e6: int | None = None
    icglr_id: str = ""
    province: str = ""
    territory: str = ""
    locality: str = ""
    polygon: dict[str, Any] | None = None
    owner: Entity | None = None
    operators: Sequence[Entity] = ()
    licences: Sequence[Licence] = ()
    inspections: Sequence[Inspection] = ()
    changes: Sequence[tuple[date, str]] = field(default=())


def missing(site: Site) -> list[str]:
    """Return the names of what the form demands and the register does not know, in the order of the form."""
    asked = {
        "addressCountry": site.country in code_lists.icglr_members(),
        "nationalId": bool(site.national_id),
        "certificationStatus": _known(code_lists.icglr_status, site.colour) is not None,
        "activityStatus": _known(code_lists.icglr_activity, site.activity) is not None,
        "mineSiteLocation": site.latitude_e6 is not None and site.longitude_e6 is not None,
        "mineral": bool(_minerals(site.ores)),
        "license.owner": all(each.owner is not None and not _lacks(each.owner) for each in site.licences),
        "license.coveredCommodities": all(_minerals(each.ores) for each in site.licences),
        "owner": site.owner is not None and not _lacks(site.owner),
    }
    return [name for name, known in asked.items() if not known]


def _lacks(entity: Entity) -> list[str]:
    asked = {
        "phone": PHONE.fullmatch(entity.phone),
        "email": EMAIL.fullmatch(entity.email),
        "address": entity.locality,
    }
    return [name for name, known in asked.items() if not known]


def mine_site(site: Site) -> dict[str, Any]:
    """Return the record (MD.01). Raises ValueError if something that the form demands is missing."""
    if lacking := missing(site):
        raise ValueError(f"{site.code} lacks {', '.join(lacking)}")
    record = {
        "icglrId": site.icglr_id or made_icglr_id(site),
        "addressCountry": site.country,
        "nationalId": site.national_id,
        "certificationStatus": code_lists.icglr_status(site.colour),
        "activityStatus": code_lists.icglr_activity(site.activity),
        "mineSiteLocation": _location(site),
        "mineral": _minerals(site.ores),
        "license": [_licence(each) for each in site.licences] or [_unlicensed(site)],
        "owner": _entity(site.owner),
        "operator": [_entity(each) for each in site.operators if not _lacks(each)],
        "inspection": [_inspection(each) for each in site.inspections],
        "statusChange": [_change(day, colour) for day, colour in site.changes if _status(colour) is not None],
    }
    return {name: value for name, value in record.items() if value not in ([], None)}


def made_icglr_id(site: Site) -> str:
    """Return an identifier of the form CC-lat+long-NNNNN, both signs written: the printed examples lose the first."""
    return f"{site.country}-{_signed(site.latitude_e6)}{_signed(site.longitude_e6)}-{site.number:05d}"


def _signed(degrees_e6: int | None) -> str:
    return f"{_degrees(degrees_e6):+.4f}"


def _degrees(degrees_e6: int | None) -> Decimal:
    return (Decimal(degrees_e6 or 0) / 1_000_000).quantize(FOUR, ROUND_HALF_EVEN)


def _number(degrees_e6: int | None) -> float:
    return float(_degrees(degrees_e6))


def _known(code_of: Callable[[str], Any], word: str) -> Any | None:
    """Return the list's code of our word, None where the list has none."""
    try:
        return code_of(word)
    except KeyError:
        return None


def _status(colour: str) -> int | None:
    return _known(code_lists.icglr_status, colour)


def _minerals(ores: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(code for ore in ores if (code := _known(code_lists.icglr_mineral, ore))))


def _location(site: Site) -> dict[str, Any]:
    where: dict[str, Any] = {
        "geolocalization": {"latitude": _number(site.latitude_e6), "longitude": _number(site.longitude_e6)},
        "localGeographicDesignation": _address(site.country, site.locality or site.territory or site.code, site),
    }
    if site.polygon:
        where["polygon"] = _rounded(site.polygon)
    return where


def _address(country: str, locality: str, site: Site | None = None) -> dict[str, str]:
    address = {"country": country, "addressLocalityText": locality}
    if site and site.province:
        address["subnationalDivisionL1Text"] = site.province
    if site and site.territory:
        address["subnationalDivisionL2"] = site.territory
    return address


def _rounded(polygon: dict[str, Any]) -> dict[str, Any]:
    rings = [[[_four(east), _four(north)] for east, north in ring] for ring in polygon["coordinates"]]
    return {"type": "Polygon", "coordinates": rings}


def _four(degrees: float) -> float:
    return float(Decimal(str(degrees)).quantize(FOUR, ROUND_HALF_EVEN))


def _entity(entity: Entity | None) -> dict[str, Any] | None:
    if entity is None:
        return None
    return {
        "identifier": entity.code,
        "name": entity.name,
        "legalAddress": _address(entity.country, entity.locality),
        "tin": entity.tin or UNKNOWN_TIN,
        "contactDetails": {
            "legalRepresentative": WITHHELD,
            "contactPhoneNumber": entity.phone,
            "contactEmail": entity.email,
        },
    }


def _licence(licence: Licence) -> dict[str, Any]:
    record = {
        "licenseType": licence.kind,
        "licenseId": licence.number,
        "owner": _entity(licence.owner),
        "grantedDate": licence.granted_on and licence.granted_on.isoformat(),
        "expiringDate": licence.expires_on and licence.expires_on.isoformat(),
        "licenseStatus": code_lists.icglr_licence_status(licence.active),
        "coveredCommodities": _minerals(licence.ores),
    }
    return {name: value for name, value in record.items() if value not in ("", None)}


def _unlicensed(site: Site) -> dict[str, Any]:
    return {"licenseType": "unlicensed", "coveredCommodities": _minerals(site.ores)}


def _inspection(inspection: Inspection) -> dict[str, Any]:
    record = {
        "inspectionId": inspection.number,
        "inspectionDate": inspection.on.isoformat(),
        "inspectionResult": _status(inspection.result),
        "inspectorName": WITHHELD,
        "inspectorPosition": inspection.position or WITHHELD,
        "governmentAgency": inspection.agency,
        "inspectionPurpose": inspection.purpose,
    }
    return {name: value for name, value in record.items() if value not in ("", None)}


def _change(day: date, colour: str) -> dict[str, Any]:
    return {"dateOfChange": day.isoformat(), "newStatus": _status(colour)}
