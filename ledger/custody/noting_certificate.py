"""Note a foreign certificate: the paper of another system under which ore comes in (ICGLR certificate, MD.03).

Its exporter and its lot are not in this book: both stay words on a paper, and nothing is traced by them. Ore comes in
under it once, by the deed of `importing`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.export_facts import COUNTRY, FOREIGN, NUMBER, ORIGINS, person_key, route
from ledger.custody.refusals import CertificateDates, CodeTaken, SamePersonTwice
from ledger.custody.stock_tables import EXPORT_CERTIFICATE
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Whole, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.reference.code_lists import icglr_members
from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter

KIND = "export_certificate.noted.v1"
SHA256 = "[0-9a-f]{64}"


def _trade(about: str, most: int = 200) -> Words:
    return Words(group="trade", required=False, most=most, about=about)


def _person(about: str) -> Words:
    return Words(group="people", required=False, most=120, about=about)


SCHEMA = {
    "certificate": NUMBER,
    "lot_number": Words(group="trade", most=60, about="The lot that it covers, by its exporter's number."),
    "mineral": Choice(of=tuple(MINERALS), about="The ore."),
    "weight_g": grams("Net grams that it covers."),
    "grade": Words(most=60, about="The grade as the certificate spells it."),
    "origins": ORIGINS,
    "issued_on": Day(about="The day on which it was countersigned; it is valid from then."),
    "expires_on": Day(about="Its last day."),
    "verified_on": Day(about="The day of verification."),
    "authority": Words(most=160, about="The authority that issued it."),
    "exporter_name": Words(group="trade", most=200, about="The exporter."),
    "exporter_number": _trade("The exporter's number in its register.", 60),
    "exporter_country": Words(group="trade", most=2, pattern=COUNTRY.pattern, about="The exporter's country."),
    "importer_name": Words(group="trade", most=200, about="The importer."),
    "importer_number": _trade("The importer's number in its register.", 60),
    "importer_country": Words(group="trade", most=2, pattern=COUNTRY.pattern, about="The importer's country."),
    "customs_value_minor": Whole(group="trade", required=False, about="Customs value in US cents."),
    "shipment_on": Day(about="The day planned for the shipment."),
    "description": _trade("The mineral as the certificate describes it.", 500),
    "verifier": _person("Who verified the papers."),
    "verifier_position": _trade("The office of who verified.", 120),
    "validator": _person("Who countersigned."),
    "route": route("The countries of the route."),
    "carrier": _trade("The transport company.", 120),
    "file": _trade("Where its issuer keeps the signed certificate.", 500),
    "paper": Words(
        group="trade", required=False, most=64, pattern=SHA256, about="SHA-256 of the signed certificate as a paper."
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(create={EXPORT_CERTIFICATE: [entry["certificate"]]})


@guard("EXP-05", on=KIND)
def foreign_certificate_runs_ninety_days(entry: Entry, rows: Rows) -> None:
    """A certificate of a member state was verified before its issue and ends at most 90 days after it."""
    issued, ends = date.fromisoformat(entry["issued_on"]), date.fromisoformat(entry["expires_on"])
    country = entry["certificate"][:2]
    most = parameter("certificate_most_days", issued, country)
    too_long = country in icglr_members() and (ends - issued).days > most
    if not date.fromisoformat(entry["verified_on"]) <= issued <= ends or too_long:
        days = {name: entry[name] for name in ("verified_on", "issued_on", "expires_on")}
        raise CertificateDates(certificate=entry["certificate"], most_days=most, **days)


@guard("EXP-05", on=KIND)
def two_people_signed_it(entry: Entry, rows: Rows) -> None:
    """Where a foreign certificate names who verified and who countersigned, they are different people."""
    names = [person_key(entry[name]) for name in ("verifier", "validator") if entry.get(name)]
    if len(names) == 2 and names[0] == names[1]:
        raise SamePersonTwice(certificate=entry["certificate"])


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken."""
    if rows.get(EXPORT_CERTIFICATE, entry["certificate"]) is not None:
        raise CodeTaken(certificate=entry["certificate"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the certificate; no lot of this book is under it yet."""
    rows.add(
        EXPORT_CERTIFICATE,
        number=event["certificate"],
        country=event["certificate"][:2],
        lot="",
        exporter="",
        issued_on=date.fromisoformat(event["issued_on"]),
        expires_on=date.fromisoformat(event["expires_on"]),
        state=FOREIGN,
        origins=event["origins"],
        verifier=event.get("verifier_position") or "",
        validator="",
        mineral=event["mineral"],
        weight_g=event["weight_g"],
        lot_number=event["lot_number"],
        event_id=event.id,
    )


deed(
    KIND,
    about="A certificate of another country, under which ore may come in, is recorded.",
    schema=SCHEMA,
    example={
        "certificate": "RW:2026-0457",
        "lot_number": "LOT-RW-2026-031",
        "mineral": "cassiterite",
        "weight_g": 24_000_000,
        "grade": "68 % Sn",
        "origins": "RW",
        "issued_on": "2026-11-12",
        "expires_on": "2027-02-10",
        "verified_on": "2026-11-10",
        "authority": "RMB",
        "exporter_name": "Ikaze Concentrates",
        "exporter_country": "RW",
        "importer_name": "Comptoir Orévia",
        "importer_country": "CD",
        "shipment_on": "2026-11-16",
    },
    needs=needs,
    check=check,
    apply=apply,
)
