"""Import: ore of another country comes into the book, once, under the certificate that covers it (IMP-01).

All of it is of unknown origin: no tag of this book was on it. What its papers say of country, lot and mine site is kept
as said, and a claim does not grow stronger by crossing a border.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.export_facts import FOREIGN, NUMBER, USED
from ledger.custody.finding import known_place, own_place, zone_of_place
from ledger.custody.moving import apply_move
from ledger.custody.refusals import (
    CertificateExpired,
    CertificateNotForImport,
    CodeTaken,
    ImportAboveCertificate,
)
from ledger.custody.sectors import SECTORS
from ledger.custody.stock_tables import EXPORT_CERTIFICATE
from ledger.custody.tables import HAND, LOT, LOT_EVENT, MASS_BALANCE, OPEN, ORIGIN, UNKNOWN_PLACE
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Whole, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE
from ledger.reference.grades import ASSAYED, PRODUCTS
from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter
from ledger.standing.tables import STANDING
from ledger.units import PPM

KIND = "lot.imported.v1"
MADE_AS = "import"
SITE_NUMBER = r"[A-Z]{2}-[+-]?[0-9]+\.[0-9]{4}[+-][0-9]+\.[0-9]{4}-[0-9]+"
SCHEMA = {
    "lot": Code(kind="P", about="Its code in this book, made by the writer."),
    "place": Code(kind="S", about="One's own place where it arrived."),
    "certificate": NUMBER,
    "lot_number": Words(group="trade", most=60, about="Its number in the book that it comes from."),
    "mineral": Choice(of=tuple(MINERALS), about="Its ore."),
    "mass_g": grams("Its net wet mass as weighed on arrival."),
    "moisture_ppm": Whole(required=False, most=PPM - 1, unit="ppm", about="Water in the net wet mass."),
    "grade_of": Choice(of=ASSAYED, required=False, about="What the grade is a grade of: oxide or metal (MIN-03)."),
    "grade_ppm": Whole(required=False, most=PPM, unit="ppm", about="How much of it is in the dry ore."),
    "product": Choice(of=PRODUCTS, required=False, about="What it is: ore, concentrate, and so on."),
    "sector": Choice(of=SECTORS, required=False, about="Artisanal or industrial, where papers say so."),
    "bags": Whole(required=False, least=1, most=100_000, about="How many bags it is."),
    "said_site": Words(
        group="trade",
        required=False,
        most=60,
        pattern=SITE_NUMBER,
        about="Mine site that its papers name, by its ICGLR number: a claim.",
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    party = [entry.actor.party]
    return Needs(
        change={EXPORT_CERTIFICATE: [entry["certificate"]]},
        create={LOT: [entry["lot"]]},
        rely_on={PLACE: [entry["place"]], PARTY: party},
        read={STANDING: party},
    )


def day_of(entry: Entry, rows: Rows) -> date:
    """Return the local day of the arrival."""
    return date.fromisoformat(local_date(entry, KINDS[KIND], rows))


@guard("IMP-01", on=KIND, source="ours, after MB-03 of domain/custody_3t.md §6: certified imports")
def a_foreign_certificate_covers_it(entry: Entry, rows: Rows) -> None:
    """Ore comes in once under a certificate of another country, which is of this ore and this lot number."""
    held, place = rows.get(EXPORT_CERTIFICATE, entry["certificate"]), rows.get(PLACE, entry["place"])
    if place is None:
        return
    asked = (FOREIGN, entry["mineral"], entry["lot_number"])
    if held is None or (held.state, held.mineral, held.lot_number) != asked or held.country == place.country:
        raise CertificateNotForImport(certificate=entry["certificate"], lot_number=entry["lot_number"])


@guard("IMP-01", on=KIND, source="ours, after MB-03 of domain/custody_3t.md §6: certified imports")
def a_certificate_counts_on_its_days(entry: Entry, rows: Rows) -> None:
    """Ore comes in between the first and the last day of its certificate."""
    held = rows.get(EXPORT_CERTIFICATE, entry["certificate"])
    if held is None or rows.get(PLACE, entry["place"]) is None:
        return
    day = day_of(entry, rows)
    if not held.issued_on <= day <= held.expires_on:
        valid = {"issued_on": str(held.issued_on), "expires_on": str(held.expires_on)}
        raise CertificateExpired(certificate=held.number, day=day.isoformat(), **valid)


@guard("IMP-01", on=KIND, source="ours, after MB-03 of domain/custody_3t.md §6: certified imports")
def no_more_than_the_certificate_covers(entry: Entry, rows: Rows) -> None:
    """No more ore comes in than its certificate covers and two scales explain."""
    held = rows.get(EXPORT_CERTIFICATE, entry["certificate"])
    if held is None or not held.weight_g or rows.get(PLACE, entry["place"]) is None:
        return
    most_g = most_grams(held.weight_g, day_of(entry, rows))
    if entry["mass_g"] > most_g:
        raise ImportAboveCertificate(certificate=held.number, declared_g=entry["mass_g"], most_g=most_g)


def most_grams(weight_g: int, day: date) -> int:
    """Return the most grams that come in under a certificate of so many."""
    return weight_g * (PPM + int(parameter("certificate_weight_tolerance_ppm", day))) // PPM


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_your_place, code_taken."""
    own_place(entry, rows)
    if rows.get(LOT, entry["lot"]) is not None:
        raise CodeTaken(lot=entry["lot"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Open the lot, of unknown origin; its certificate is used."""
    code, mass_g, mineral = event["lot"], event["mass_g"], event["mineral"]
    day = date.fromisoformat(event.local_date)
    more = {name: event.get(name) for name in ("product", "sector", "moisture_ppm", "grade_of", "grade_ppm", "bags")}
    rows.add(
        LOT,
        code=code,
        mineral=mineral,
        mass_g=mass_g,
        holder=event.party,
        place=event["place"],
        state=OPEN,
        head=event.key,
        on_hold=False,
        opened_on=day,
        made_as=MADE_AS,
        event_id=event.id,
        **more,
    )
    rows.add(ORIGIN, lot=code, place=UNKNOWN_PLACE, dug_on=day, custody_model=MASS_BALANCE, grams=mass_g)
    book = {"party": event.party, "place": event["place"], "mineral": mineral}
    apply_move(event, rows, code, cause="imported", grams=mass_g, **book)
    rows.add(HAND, party=event.party, lot=code, event_id=event.id, as_what="holder")
    rows.add(LOT_EVENT, lot=code, event_id=event.id)
    rows.change(EXPORT_CERTIFICATE, event["certificate"], state=USED, lot=code, importer=event.party)


deed(
    KIND,
    about="Ore of another country comes into the book under its certificate.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "place": "S0000002X",
        "certificate": "RW:2026-0457",
        "lot_number": "LOT-RW-2026-031",
        "mineral": "cassiterite",
        "mass_g": 23_980_000,
    },
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
