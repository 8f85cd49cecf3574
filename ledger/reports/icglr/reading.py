"""Reads lots (MD.12) and export certificates (MD.03) of other systems into facts of ours. Pure; nothing is made up.

What the schemas leave to prose is asked for too: grams above nothing, 90 days, codes of origin, a lot once in a file.
Fields that we have no place for (taxes, staff, addresses, telephones) are read past; docs/exports.md lists them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from ledger.custody.importing import SITE_NUMBER
from ledger.reference import code_lists
from ledger.reference.grades import ASSAYED
from ledger.reports.icglr.entities import WITHHELD
from ledger.reports.icglr.fields import COUNTRY, TIME, Fields, Wrong, business, two_letters

MOST_RECORDS = 400
SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]*")
ORIGINS = re.compile(r"(0|[A-Z]{2})(;(0|[A-Z]{2}))*")
ROUTE = re.compile(r"[A-Z]{2}(;[A-Z]{2})*")
MONEY = re.compile(r"(?:([A-Z]{3}) )?([0-9]{1,12}(?:\.[0-9]{1,2})?)")
OPERATIONS, ROLES = 8, 8


@dataclass(frozen=True)
class Read:
    """A record that is in order: where it stood, and its facts."""

    pointer: str
    facts: dict[str, Any]


@dataclass
class Reading:
    """What a file holds: records in order, what is wrong, and lots that only lead up to others of it."""

    good: list[Read] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)


def records_of(body: Any) -> list[tuple[str, Any]]:
    """Return the records of a body with their pointers: one record, a list, or a page as the protocol answers."""
    if isinstance(body, dict) and isinstance(body.get("data"), list):
        return [(f"/data/{number}", each) for number, each in enumerate(body["data"])]
    if isinstance(body, list):
        return [(f"/{number}", each) for number, each in enumerate(body)]
    return [("", body)]


def _read(body: Any, one: Callable[[Fields], dict[str, Any]], identity: str) -> Reading:
    found, seen = Reading(), set()
    records = records_of(body)
    if not 0 < len(records) <= MOST_RECORDS:
        found.wrongs.append(Wrong("", _("from 1 to %d records") % MOST_RECORDS, len(records)))
        return found
    for pointer, record in records:
        if not isinstance(record, dict):
            found.wrongs.append(Wrong(pointer, _("an object")))
            continue
        fields = Fields(record, pointer)
        facts = one(fields)
        if facts.get(identity) in seen:
            fields.wrong(identity_field(identity), _("a number that stands once in the file"))
        seen.add(facts.get(identity))
        found.wrongs += fields.wrongs
        if not fields.wrongs:
            found.good.append(Read(pointer, {name: value for name, value in facts.items() if value not in ("", None)}))
    return found


def identity_field(fact: str) -> str:
    """Return the field by which a record is known."""
    return {"certificate": "identifier", "lot_number": "lotNumber"}[fact]


def read_certificates(body: Any) -> Reading:
    """Return the certificates of a body."""
    return _read(body, _certificate, "certificate")


def _certificate(fields: Fields) -> dict[str, Any]:
    country = fields.text("issuingCountry", like=COUNTRY, expected=two_letters())
    if country and country not in code_lists.icglr_members():
        fields.wrong("issuingCountry", _("a member state of the ICGLR"))
    exporter, importer = business(fields, "exporter"), business(fields, "importer")
    facts = {
        "certificate": _number(fields, "identifier", country),
        "lot_number": fields.text("lotNumber", most=60),
        "mineral": fields.mineral("typeOfOre"),
        "weight_g": fields.mass("lotWeight", "lotWeightUOM"),
        "grade": fields.text("lotGrade", most=60),
        "origins": fields.text("mineralOrigin", most=60, like=ORIGINS, expected=_("countries as CD;RW, 0 for unknown")),
        "issued_on": fields.day("dateOfIssuance"),
        "expires_on": fields.day("dateOfExpiration"),
        "verified_on": fields.day("dateOfVerification"),
        "shipment_on": fields.day("dateOfShipment"),
        "authority": fields.text("memberStateIssuingAuthority", most=160),
        "verifier": _person(fields, "nameOfVerifier"),
        "verifier_position": fields.text("positionOfVerifier", most=120),
        "validator": _person(fields, "nameOfValidator"),
        "customs_value_minor": _cents(fields, "customsValue"),
        "description": fields.text("designatedMineralDescription", most=500, required=False),
        "route": [
            each
            for each in fields.text(
                "shipmentRoute", required=False, like=ROUTE, expected=_("countries as CD;TZ")
            ).split(";")
            if each
        ]
        or None,
        "carrier": fields.text("transportCompany", most=120, required=False),
        **_file(fields),
    }
    for side, said in (("exporter", exporter), ("importer", importer)):
        facts |= {f"{side}_{name}": said.get(name, "") for name in ("name", "number", "country")}
    facts |= {f"importer_{name}": importer.get(name, "") for name in ("address", "tin", "phone", "email")}
    if facts["issued_on"] and facts["verified_on"] > facts["issued_on"]:
        fields.wrong("dateOfVerification", _("a day not after the issue"))
    if facts["expires_on"] and facts["expires_on"] < facts["issued_on"]:
        fields.wrong("dateOfExpiration", _("a day not before the issue"))
    return facts


def _number(fields: Fields, name: str, country: str, *, required: bool = True) -> str:
    """Return country and serial of a certificate, however its issuer writes its own numbers."""
    said = fields.text(name, most=57, required=required)
    serial = said.removeprefix(f"{country}:")
    if said and not SERIAL.fullmatch(serial):
        fields.wrong(name, _("letters, digits, points, dashes and strokes"))
        return ""
    return f"{country}:{serial}" if said and country else ""


def _person(fields: Fields, name: str) -> str:
    """Return a name; one that its sender keeps back is none. It is never told back."""
    said = fields.text(name, most=120)
    return "" if said.casefold() == WITHHELD else said


def _file(fields: Fields) -> dict[str, Any]:
    """Return the certificate itself where it came along, or the address at which its issuer keeps it."""
    given = fields.values.get("certificateFile")
    if not isinstance(given, str) or not given.startswith("data:"):
        return {"file": fields.text("certificateFile", most=500)}
    about, _comma, encoded = given.partition(",")
    try:
        if about.endswith(";base64"):
            return {"content": base64.b64decode(encoded, validate=True)}
    except binascii.Error:
        pass
    fields.wrong("certificateFile", _("an address, or a file as data:application/pdf;base64,…"))
    return {}


def _cents(fields: Fields, name: str) -> int | None:
    expected = _("a value in US dollars, as USD 41220.00")
    found = MONEY.fullmatch(str(fields.values.get(name) or ""))
    try:
        cents = int(Decimal(found[2]) * 100) if found and found[1] in (None, "USD") else None
    except InvalidOperation:
        cents = None
    if cents is None:
        fields.wrong(name, expected)
    return cents


def read_lots(body: Any) -> Reading:
    """Return the lots of a body that may come in: those that no other lot of it was made of."""
    found = _read(body, _lot, "lot_number")
    used = {
        number for each in found.good for number in each.facts.pop("inputs", []) if number != each.facts["lot_number"]
    }
    found.earlier = [each.facts["lot_number"] for each in found.good if each.facts["lot_number"] in used]
    found.good = [each for each in found.good if each.facts["lot_number"] not in used]
    found.wrongs += [
        Wrong(f"{each.pointer}/exportCertificateId", _("the certificate under which it left its country"))
        for each in found.good
        if "certificate" not in each.facts
    ]
    return found


def _lot(fields: Fields) -> dict[str, Any]:
    fields.day("dateRegistration")
    fields.text("timeRegistration", like=TIME, expected=_("a time as hhmmss"))
    fields.numbers_of("creatorRole", ROLES, _("a list of roles in the chain, 1 to 8 (MDC.05)"))
    operations = fields.numbers_of("originatingOperation", OPERATIONS, _("a list of operations, 1 to 8 (MDC.06)"))
    creator = business(fields, "creator")
    business(fields, "recipient", required=False)
    dug = 1 in operations
    site = fields.text(
        "mineSiteId", most=60, required=dug, like=re.compile(SITE_NUMBER), expected=_("as CD-1.0355+27.7200-12")
    )
    _tag(fields, required=dug)
    concentration = fields.percent("concentration")
    grade_of = fields.choice("concentrationOf", {each: each for each in ASSAYED}, ", ".join(ASSAYED), required=False)
    bags = fields.number("nrOfPackages", required=False)
    if bags is not None and (bags != int(bags) or not 1 <= bags <= 100_000):
        fields.wrong("nrOfPackages", _("a whole number from 1"))
    return {
        "lot_number": fields.text("lotNumber", most=60),
        "certificate": _number(fields, "exportCertificateId", creator.get("country", ""), required=False),
        "mineral": fields.mineral("mineral"),
        "mass_g": fields.mass("mass", "unitOfMeasurement"),
        "moisture_ppm": fields.percent("moisture", required=False),
        # a number that does not say whether it is oxide or metal is no grade (MIN-03)
        "grade_of": grade_of,
        "grade_ppm": concentration if grade_of else None,
        "bags": int(bags) if bags is not None else None,
        "said_site": site,
        "inputs": _inputs(fields),
    }


def _tag(fields: Fields, *, required: bool) -> None:
    """Look at the tag of a lot: it is not kept, since no tag of another book is known here."""
    tag = fields.part("tag", required=required)
    if tag.is_there:
        tag.text("identifier", most=60)
        tag.day("issueDate")
        tag.text("issueTime", like=TIME, expected=_("a time as hhmmss"))
        business(tag, "issuer")


def _inputs(fields: Fields) -> list[str]:
    given: Any = fields.values.get("inputLot") or []
    expected = _("a list of objects with a lotNumber")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        fields.wrong("inputLot", expected)
        return []
    return [str(each.get("lotNumber") or "") for each in given]
