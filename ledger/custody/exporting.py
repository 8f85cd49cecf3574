"""Export: a lot leaves the country, and with it the book; what is known of it stays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from ledger.custody.clearing import clearance_of
from ledger.custody.contained import Content, contained, dry_grams
from ledger.custody.export_facts import (
    COUNTRY,
    ISSUED,
    NUMBER,
    ORIGINS,
    USED,
    certificate_needed,
    route,
    says_unknown,
    unknown_grams,
)
from ledger.custody.finding import open_lot
from ledger.custody.licence_questions import relied_on
from ledger.custody.moving import apply_move
from ledger.custody.refusals import (
    CertificateExpired,
    CertificateMissing,
    CertificateNotForLot,
    DeclaredTooLate,
    ExportAboveBalance,
    LotOnHold,
    LotStopped,
    NotYetAssessed,
    OriginNotDeclared,
)
from ledger.custody.relying import standing_and_rules
from ledger.custody.stock_tables import EXPORT_CERTIFICATE
from ledger.custody.tables import ASSAY, EDGE, EXPORTED, HOLD, LOT, LOT_EVENT, MOVE, ORIGIN, UNKNOWN_PLACE
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Lines, Whole, Words, grams
from ledger.deeds.facts import Code as CodeFact
from ledger.deeds.guards import guard
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE
from ledger.reference.grades import ASSAYED
from ledger.reference.hs_codes import DIGITS, spelled, usual_codes
from ledger.reference.parameters import parameter
from ledger.units import PPM

KIND = "lot.exported.v1"
SHA256 = "[0-9a-f]{64}"
MODES = ("road", "rail", "river", "sea", "air")
SCHEMA = {
    "lot": CodeFact(kind="P", about="The lot that leaves."),
    "destination": COUNTRY,
    "certificates": Lines(each=NUMBER, required=False, most=10, about="Export certificates, as country and number."),
    "origins": Words(
        required=False,
        most=ORIGINS.most,
        pattern=ORIGINS.pattern,
        about="Countries of origin, 0 for unknown, where no certificate says them.",
    ),
    "declared_on": Day(required=False, about="The day on which origin and sale were declared to the State."),
    "shipment_on": Day(required=False, about="The day planned for the shipment."),
    "net_dry_g": grams("Net dry grams, as declared.", required=False),
    "grade_ppm": Whole(required=False, least=1, most=PPM, about="Grade of the dry mass in ppm, as declared."),
    "grade_of": Choice(of=ASSAYED, required=False, about="What the grade is of."),
    "hs_code": Words(
        required=False, most=13, pattern=DIGITS, about="Customs code (HS); else the usual one of the ore (MIN-07)."
    ),
    "hs_reason": Words(group="notes", required=False, most=200, about="Why it leaves under another code than usual."),
    "mode": Choice(of=MODES, required=False, about="How it leaves."),
    "carrier": Words(group="trade", required=False, most=120, about="The transport company."),
    "importer": Words(group="trade", required=False, most=200, about="Who imports it."),
    "seals": Lines(each=Words(most=40, about="A seal."), group="trade", required=False, most=50, about="Seals."),
    "route": route("The countries of the route."),
    "papers": Lines(
        each=Words(most=64, pattern=SHA256, about="SHA-256 of a paper."),
        group="trade",
        required=False,
        most=30,
        about="Papers that travel with it.",
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    lot = [entry["lot"]]
    return Needs(
        change={LOT: lot, EXPORT_CERTIFICATE: entry.get("certificates") or []},
        rely_on={PARTY: [entry.actor.party]},
        read={ORIGIN: lot, EDGE: lot, MOVE: lot, ASSAY: lot, HOLD: lot},
    )


def needs_more(entry: Entry, rows: Rows) -> Needs:
    lot = rows.get(LOT, entry["lot"])
    rules = standing_and_rules(rows, [entry.actor.party], [])
    return Needs(rely_on={PLACE: [lot.place]} if lot else {}, read=rules.read)


def own_lot(entry: Entry, rows: Rows) -> Any | None:
    """Return the lot if the actor's party holds it; of another's, check says no more than that."""
    lot = rows.get(LOT, entry["lot"])
    return lot if lot is not None and lot.holder == entry.actor.party else None


def country_of(lot: Any, rows: Rows) -> str:
    """Return the country that a lot leaves; "" where it was made in the same batch and its place is not loaded."""
    place = rows.get(PLACE, lot.place) if rows.holds(PLACE, lot.place) else None
    return place.country if place else ""


def day_of(entry: Entry, rows: Rows) -> date:
    """Return the local day of the export."""
    return date.fromisoformat(local_date(entry, KINDS[KIND], rows))


@guard("EXP-01", on=KIND)
def lot_is_clear(entry: Entry, rows: Rows) -> None:
    """No lot leaves that is on hold, that a rule of risk stops, or at which the rules have not looked yet."""
    lot = own_lot(entry, rows)
    if lot is None:
        return
    if lot.on_hold:
        raise LotOnHold(lot=lot.code)
    cleared = clearance_of(lot, sorted({each.place for each in rows.of(ORIGIN, lot.code)} - {UNKNOWN_PLACE}))
    if not cleared.assessed:
        raise NotYetAssessed(lot=lot.code)
    if cleared.stopped_by:
        raise LotStopped(lot=lot.code, rules=list(cleared.stopped_by))


@guard("EXP-01", on=KIND)
def certificates_cover_the_lot(entry: Entry, rows: Rows) -> None:
    """Ore of the mechanism leaves only under certificates that are whole, unused, of this lot and this exporter."""
    lot = own_lot(entry, rows)
    if lot is None:
        return
    named = entry.get("certificates") or []
    if not named and certificate_needed(lot.mineral, country_of(lot, rows), day_of(entry, rows)):
        raise CertificateMissing(lot=lot.code)
    for number in named:
        held = rows.get(EXPORT_CERTIFICATE, number)
        if held is None or (held.lot, held.exporter, held.state) != (lot.code, entry.actor.party, ISSUED):
            raise CertificateNotForLot(certificate=number, lot=lot.code)


@guard("EXP-01", on=KIND)
def every_gram_has_an_origin(entry: Entry, rows: Rows) -> None:
    """Every gram goes back to tags that were used up, or the declared origins admit that part of it is unknown."""
    lot = own_lot(entry, rows)
    if lot is None:
        return
    unknown_g = unknown_grams(rows.of(ORIGIN, lot.code))
    said = _declared_origins(entry, rows)
    if unknown_g and not all(says_unknown(each) for each in said or [""]):
        raise OriginNotDeclared(lot=lot.code, unknown_g=unknown_g, origins=", ".join(said))


@guard("EXP-05", on=KIND)
def certificate_has_not_run_out(entry: Entry, rows: Rows) -> None:
    """A certificate counts from the day of its issue until its last day."""
    lot, day = own_lot(entry, rows), day_of(entry, rows)
    held = [rows.get(EXPORT_CERTIFICATE, number) for number in entry.get("certificates") or []]
    for each in held if lot else []:
        if each is not None and not each.issued_on <= day <= each.expires_on:
            valid = {"issued_on": str(each.issued_on), "expires_on": str(each.expires_on)}
            raise CertificateExpired(certificate=each.number, day=day.isoformat(), **valid)


@guard("EXP-02", on=KIND)
def no_more_than_the_book_holds(entry: Entry, rows: Rows) -> None:
    """Net dry mass and contained metal that leave are no more than the book holds of them."""
    lot = own_lot(entry, rows)
    if lot is None:
        return
    book_g = sum(move.grams for move in rows.of(MOVE, lot.code) if move.party == entry.actor.party)
    declared_g = net_dry(entry, lot)
    most_g = int(dry_grams(book_g, lot.moisture_ppm or 0) or 0)
    if declared_g > most_g:
        raise ExportAboveBalance(lot=lot.code, declared_g=declared_g, most_g=most_g)
    declared, tolerance = _declared_metal(entry, lot), parameter("export_metal_tolerance_ppm", day_of(entry, rows))
    for known in _known_metal(lot, book_g, rows.of(EDGE, lot.code)):
        most = known.exact * (PPM + tolerance) / PPM
        if declared is not None and declared.metal == known.metal and declared.exact > most:
            said = {"metal": known.metal, "declared_g": declared.grams, "most_g": int(most)}
            raise ExportAboveBalance(lot=lot.code, **said)


@guard("EXP-04", on=KIND)
def declared_in_time(entry: Entry, rows: Rows) -> None:
    """Origin and sale are declared to the State so many days before the export as its rules demand."""
    lot, day = own_lot(entry, rows), day_of(entry, rows)
    if lot is None:
        return
    least = parameter("export_declared_days", day, country_of(lot, rows))
    said = entry.get("declared_on")
    if least and (said is None or (day - date.fromisoformat(said)).days < least):
        raise DeclaredTooLate(lot=lot.code, declared_on=said or "never", day=day.isoformat(), least_days=least)


def net_dry(entry: Any, lot: Any) -> int:
    """Return the net dry grams that leave: as declared, or the book mass less its water, rounded down."""
    declared = entry.get("net_dry_g")
    return int(declared) if declared is not None else int(dry_grams(lot.mass_g, lot.moisture_ppm or 0) or 0)


def customs_code(entry: Any, lot: Any) -> str | None:
    """Return the customs code under which a lot leaves: as said, or the usual one of its ore; None if nobody knows."""
    said = entry.get("hs_code")
    return spelled(said) if said else next(iter(usual_codes(lot.mineral, lot.product)), None)


def _declared_metal(entry: Any, lot: Any) -> Content | None:
    if entry.get("grade_ppm") and entry.get("grade_of"):
        return contained(net_dry(entry, lot), 0, entry["grade_of"], entry["grade_ppm"])
    return contained(net_dry(entry, lot), 0, lot.grade_of, lot.grade_ppm)


def _known_metal(lot: Any, book_g: int, edges: list[Any]) -> list[Content]:
    """Return the metal in the lot by its own assay, and the metal that its inputs brought, where all are graded."""
    own = contained(book_g, lot.moisture_ppm, lot.grade_of, lot.grade_ppm)
    brought = [contained(each.grams, None, each.grade_of, each.grade_ppm) for each in edges]
    known = [each for each in brought if each is not None]
    found = [own] if own else []
    if known and len(known) == len(edges) and len({each.metal for each in known}) == 1:
        exact = sum((each.exact for each in known), Fraction(0))
        found.append(Content(known[0].metal, int(exact), exact))
    return found


def _declared_origins(entry: Entry, rows: Rows) -> list[str]:
    held = [rows.get(EXPORT_CERTIFICATE, number) for number in entry.get("certificates") or []]
    own = [entry["origins"]] if entry.get("origins") else []
    return own + [each.origins for each in held if each is not None]


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses what open_lot refuses; resolves the net dry mass and the metal that leave, and the customs code."""
    lot = open_lot(entry, rows, entry["lot"], holder=entry.actor.party)
    metal = _declared_metal(entry, lot)
    leaves = {"metal": metal.metal, "metal_g": metal.grams, "factors": metal.factors} if metal else {}
    code = customs_code(entry, lot)
    leaves |= {"hs_code": code} if code else {}
    said = {"net_dry_g": net_dry(entry, lot), "unknown_g": unknown_grams(rows.of(ORIGIN, lot.code)), **leaves}
    return {"heads": {lot.code: lot.head}, **said, **relied_on(entry, rows)}


def apply(event: Event, rows: Rows) -> None:
    """Let the lot leave the book; its certificates are used."""
    lot = rows.get(LOT, event["lot"])
    book = {"party": lot.holder, "place": lot.place, "mineral": lot.mineral}
    apply_move(event, rows, lot.code, cause="exported", grams=-lot.mass_g, **book)
    rows.change(LOT, lot.code, state=EXPORTED, head=event.key)
    rows.add(LOT_EVENT, lot=lot.code, event_id=event.id)
    for number in event.get("certificates") or []:
        if rows.get(EXPORT_CERTIFICATE, number) is not None:
            rows.change(EXPORT_CERTIFICATE, number, state=USED)


deed(
    KIND,
    about="A lot is exported.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "destination": "MY",
        "certificates": ["CD:2026-118"],
        "declared_on": "2026-11-20",
        "shipment_on": "2026-11-27",
        "mode": "road",
    },
    needs=needs,
    needs_more=needs_more,
    check=check,
    apply=apply,
)
