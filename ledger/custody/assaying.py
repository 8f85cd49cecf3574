"""Assay: a laboratory or an instrument says how much of an oxide or a metal is in a lot: seen, as a weighing is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from ledger.custody.contained import ASSAY_KIND, as_oxides_ppm, contained
from ledger.custody.finding import known_lot
from ledger.custody.observing import apply_grade, apply_moisture, may_observe
from ledger.custody.refusals import GradeImpossible, GradesAboveWhole, LotClosed
from ledger.custody.tables import ASSAY, LOT, LOT_EVENT, VOIDED, WEIGHING
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Whole, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.roles import KEEPERS
from ledger.parties.tables import PARTY
from ledger.reference.grades import ASSAYED, METAL_OF, READ, highest
from ledger.reference.parameters import parameter
from ledger.units import PPM

KIND = ASSAY_KIND
METHODS = ("handheld_xrf", "xrf", "icp", "aas", "titration", "gravimetry", "fire_assay", "other")
PROVISIONAL, FINAL = "provisional", "final"
SOURCE = "domain/buying.md, MIN"
SCHEMA = {
    "lot": Code(kind="P", about="The lot that was sampled."),
    "grade_of": Choice(
        of=(*ASSAYED, *READ), about="What was assayed: the oxide or the metal, never just a name (MIN-03)."
    ),
    "grade_ppm": Whole(least=0, most=PPM, unit="ppm", about="How much of it is in the dry ore: 1 % is 10,000."),
    "moisture_ppm": Whole(required=False, most=PPM - 1, unit="ppm", about="Water in the net wet mass."),
    "method": Choice(of=METHODS, about="How it was found."),
    "stage": Choice(of=(PROVISIONAL, FINAL), about="Whether it is paid on for now, or for good."),
    "sampled_on": Day(required=False, about="The day of the sample; else the day of the entry."),
    "laboratory": Words(required=False, most=80, about="Who assayed it: a laboratory, an authority, a depot."),
    "certificate": Words(group="trade", required=False, most=60, about="Number of the certificate."),
    "document": Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the certificate as a paper."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    lot = [entry["lot"]]
    return Needs(change={LOT: lot}, read={ASSAY: lot, WEIGHING: lot})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    lot = rows.get(LOT, entry["lot"])
    return Needs(rely_on={PARTY: [lot.holder]}) if lot else Needs()


@guard("MIN-01", on=KIND, source=SOURCE)
def grade_can_be(entry: Entry, rows: Rows) -> None:
    """A grade is not above what the pure mineral holds: beyond it a unit is wrong, or oxide was taken for metal."""
    lot = rows.get(LOT, entry["lot"])
    if lot is not None:
        refuse_impossible(lot.code, lot.mineral, lot.product, entry["grade_of"], entry["grade_ppm"])


def refuse_impossible(lot: str, mineral: str, product: str | None, grade_of: str, grade_ppm: int) -> None:
    """Refuses grade_impossible: more than the richest mineral of the ore can hold."""
    most = highest(mineral, grade_of, product) * PPM
    if Fraction(grade_ppm) > most:
        raise GradeImpossible(lot=lot, grade_of=grade_of, grade_ppm=grade_ppm, most_ppm=int(most))


@guard("MIN-04", on=KIND, source=SOURCE)
def oxides_fit_into_the_whole(entry: Entry, rows: Rows) -> None:
    """All oxides of a lot together are not more than 102 % of it."""
    if rows.get(LOT, entry["lot"]) is None:
        return
    newest: dict[str, tuple[str, int]] = {}
    for each in sorted(
        rows.of(ASSAY, entry["lot"]), key=lambda each: (not each.provisional, each.on_day, each.event_id)
    ):
        newest[METAL_OF[each.grade_of]] = (each.grade_of, each.grade_ppm)
    newest[METAL_OF[entry["grade_of"]]] = (entry["grade_of"], entry["grade_ppm"])
    found, most = as_oxides_ppm(newest.values()), parameter("oxides_most_ppm", entry.moment.date())
    if len(newest) > 1 and found > most:
        raise GradesAboveWhole(lot=entry["lot"], found_ppm=found, most_ppm=most, of=sorted(newest))


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_holder, lot_closed, a sample of a day to come; waits for a lot that is not known yet."""
    lot = known_lot(rows, entry["lot"])
    if not entry.actor.roles & KEEPERS:
        may_observe(entry, rows, lot)
    if lot.state == VOIDED:
        raise LotClosed(lot=lot.code, state=lot.state)
    if entry.get("sampled_on") and entry["sampled_on"] > local_date(entry, KINDS[KIND], rows):
        raise BadEntry("day_to_come", "facts.sampled_on", "a day not after happened_at")
    moisture = entry.get("moisture_ppm", lot.moisture_ppm)
    metal = contained(lot.mass_g, moisture, entry["grade_of"], entry["grade_ppm"])
    return {"metal": metal.metal, "metal_g": metal.grams, "factors": metal.factors} if metal else {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the assay; the lot shows the grade that counts: final before provisional, then the newest."""
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)
    rows.add(
        ASSAY,
        lot=event["lot"],
        event_id=event.id,
        grade_of=event["grade_of"],
        grade_ppm=event["grade_ppm"],
        moisture_ppm=event.get("moisture_ppm"),
        method=event["method"],
        laboratory=event.get("laboratory"),
        provisional=event["stage"] == PROVISIONAL,
        on_day=date.fromisoformat(event.get("sampled_on", event.local_date)),
    )
    apply_grade(rows, event["lot"])
    if event.get("moisture_ppm") is not None:
        apply_moisture(rows, event["lot"])


deed(
    KIND,
    about="A lot is assayed: how much of an oxide or a metal is in it.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "grade_of": "SnO2",
        "grade_ppm": 780_000,
        "moisture_ppm": 25_000,
        "method": "xrf",
        "stage": "final",
        "laboratory": "Laboratory of the bureau",
    },
    needs=needs,
    needs_more=needs_more,
    check=check,
    apply=apply,
)
