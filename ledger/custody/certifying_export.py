"""Issue an export certificate: the State's paper under which one lot may leave (ICGLR certificate, MD.03).

Names of persons lie in `people` and reach no table; the register keeps the offices in which they signed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.export_facts import ISSUED, NUMBER, ORIGINS, person_key, route, says_unknown, unknown_grams
from ledger.custody.finding import known_lot, known_party
from ledger.custody.refusals import (
    CertificateDates,
    CertificateIncomplete,
    CodeTaken,
    ExportAboveBalance,
    LotClosed,
    NotHolder,
    OriginNotDeclared,
    SamePersonTwice,
)
from ledger.custody.stock_tables import EXPORT_CERTIFICATE
from ledger.custody.tables import LOT, LOT_EVENT, OPEN, ORIGIN
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Whole, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.reference.parameters import parameter

KIND = "export_certificate.issued.v1"
SHA256 = "[0-9a-f]{64}"
DEMANDED = (
    "weight_g",
    "grade",
    "customs_value_minor",
    "shipment_on",
    "verified_on",
    "authority",
    "verifier_position",
    "description_en",
    "description_fr",
    "importer_name",
    "importer_country",
    "importer_address",
    "importer_phone",
    "importer_email",
    "paper",
)
"""What a whole certificate says beside what makes it one; the ore's description in English and in French."""


def _trade(about: str, most: int = 200) -> Words:
    return Words(group="trade", required=False, most=most, about=about)


def _person(about: str, required: bool = False) -> Words:
    return Words(group="people", required=required, most=120, about=about)


SCHEMA = {
    "certificate": NUMBER,
    "lot": Code(kind="P", about="The lot that it covers: one."),
    "exporter": Code(kind="Q", group="trade", about="The exporter, who holds the lot."),
    "origins": ORIGINS,
    "issued_on": Day(about="The day on which it was countersigned; it is valid from then."),
    "expires_on": Day(about="Its last day."),
    "verifier": _person("Who verified the papers for the State.", required=True),
    "validator": _person("Who countersigned for the State.", required=True),
    "verifier_position": _trade("The office of who verified.", 120),
    "validator_position": _trade("The office of who countersigned.", 120),
    "verifier_number": _person("Number of the official who verified."),
    "verified_on": Day(required=False, about="The day of verification."),
    "authority": Words(required=False, most=160, about="The authority that issued it."),
    "weight_g": grams("Net grams that it covers.", required=False),
    "grade": Words(required=False, most=60, about="The grade as the certificate spells it."),
    "description_en": _trade("The mineral in English.", 500),
    "description_fr": _trade("The mineral in French.", 500),
    "customs_value_minor": Whole(group="trade", required=False, about="Customs value in US cents."),
    "shipment_on": Day(required=False, about="The day planned for the shipment."),
    "importer_name": _trade("The importer."),
    "importer_country": Words(
        group="trade", required=False, most=2, pattern="[A-Z]{2}", about="The importer's country."
    ),
    "importer_address": _trade("Where the importer is."),
    "importer_number": _trade("The importer's number in its register.", 60),
    "importer_tin": _trade("The importer's tax number.", 60),
    "importer_representative": _person("Who represents the importer."),
    "importer_phone": Words(
        group="trade", required=False, most=16, pattern=r"\+[1-9][0-9]{1,14}", about="The importer's own telephone."
    ),
    "importer_email": Words(
        group="trade",
        required=False,
        most=120,
        pattern=r"[A-Za-z0-9_.-]+@([A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]{2,4}",
        about="The importer's own e-mail address.",
    ),
    "route": route("The countries of the route."),
    "carrier": _trade("The transport company.", 120),
    "paper": Words(
        group="trade", required=False, most=64, pattern=SHA256, about="SHA-256 of the signed certificate as a paper."
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        create={EXPORT_CERTIFICATE: [entry["certificate"]]},
        rely_on={LOT: [entry["lot"]], PARTY: [entry["exporter"]]},
        read={ORIGIN: [entry["lot"]]},
    )


@guard("EXP-01", on=KIND)
def certificate_is_complete(entry: Entry, rows: Rows) -> None:
    """A certificate says all that the mechanism demands of it, the mineral in English and in French."""
    lacks = [name for name in DEMANDED if entry.get(name) in (None, "")]
    if lacks:
        raise CertificateIncomplete(certificate=entry["certificate"], lacks=lacks)


@guard("EXP-05", on=KIND)
def certificate_runs_ninety_days(entry: Entry, rows: Rows) -> None:
    """A certificate ends at most 90 days after its issue, and was verified before it was issued."""
    issued, ends = date.fromisoformat(entry["issued_on"]), date.fromisoformat(entry["expires_on"])
    most = parameter("certificate_most_days", issued, entry["certificate"][:2])
    verified = date.fromisoformat(entry.get("verified_on", entry["issued_on"]))
    if not verified <= issued <= ends or (ends - issued).days > most:
        days = {name: entry[name] for name in ("issued_on", "expires_on")}
        raise CertificateDates(certificate=entry["certificate"], verified_on=str(verified), most_days=most, **days)


@guard("EXP-05", on=KIND)
def two_people_sign(entry: Entry, rows: Rows) -> None:
    """Who verifies and who countersigns are different people."""
    if person_key(entry["verifier"]) == person_key(entry["validator"]):
        raise SamePersonTwice(certificate=entry["certificate"])


@guard("EXP-05", on=KIND)
def unknown_origin_is_declared(entry: Entry, rows: Rows) -> None:
    """The codes of origin include 0 when any gram of the lot is of unknown origin."""
    unknown_g = unknown_grams(rows.of(ORIGIN, entry["lot"]))
    if unknown_g and not says_unknown(entry["origins"]):
        raise OriginNotDeclared(lot=entry["lot"], unknown_g=unknown_g, origins=entry["origins"])


@guard("EXP-02", on=KIND)
def certificate_covers_no_more(entry: Entry, rows: Rows) -> None:
    """A certificate covers no more than the book says of its lot."""
    lot = rows.get(LOT, entry["lot"])
    if lot is not None and entry.get("weight_g", 0) > lot.mass_g:
        raise ExportAboveBalance(lot=lot.code, declared_g=entry["weight_g"], most_g=lot.mass_g)


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    known_party(entry, rows, "exporter")


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, not_holder, lot_closed; waits for a lot that is not known yet."""
    if rows.get(EXPORT_CERTIFICATE, entry["certificate"]) is not None:
        raise CodeTaken(certificate=entry["certificate"])
    lot = known_lot(rows, entry["lot"])
    if lot.holder != entry["exporter"]:
        raise NotHolder(lot=lot.code)
    if lot.state != OPEN:
        raise LotClosed(lot=lot.code, state=lot.state)
    return {"unknown_g": unknown_grams(rows.of(ORIGIN, lot.code))}


def apply(event: Event, rows: Rows) -> None:
    """Keep the certificate with its lot; it is used when the lot leaves."""
    rows.add(
        EXPORT_CERTIFICATE,
        number=event["certificate"],
        country=event["certificate"][:2],
        lot=event["lot"],
        exporter=event["exporter"],
        issued_on=date.fromisoformat(event["issued_on"]),
        expires_on=date.fromisoformat(event["expires_on"]),
        state=ISSUED,
        origins=event["origins"],
        verifier=event.get("verifier_position") or "",
        validator=event.get("validator_position") or "",
        weight_g=event.get("weight_g"),
        event_id=event.id,
    )
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)


deed(
    KIND,
    about="The State's certificate for the export of a lot is recorded.",
    schema=SCHEMA,
    example={
        "certificate": "CD:2026-118",
        "lot": "P00000019",
        "exporter": "Q0000001H",
        "origins": "CD",
        "issued_on": "2026-11-20",
        "expires_on": "2027-02-18",
        "verified_on": "2026-11-19",
        "verifier": "Amina Kabongo",
        "verifier_position": "Inspectrice principale",
        "validator": "Jean Mutombo",
        "authority": "CEEC",
        "weight_g": 45_800,
        "grade": "62 % SnO2",
        "description_en": "Cassiterite concentrate",
        "description_fr": "Concentré de cassitérite",
        "customs_value_minor": 41_220_00,
        "shipment_on": "2026-11-27",
        "importer_name": "Kestrel Tin Smelting",
        "importer_country": "MY",
        "importer_address": "Penang",
        "importer_phone": "+6042221234",
        "importer_email": "ore@kestrel.example.my",
        "paper": "0" * 64,
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
