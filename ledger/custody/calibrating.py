"""Calibrate: a scale of a depot is checked by somebody who may, and is good for weighing until a day."""

from __future__ import annotations

from datetime import date

from ledger.custody.finding import known_place, zone_of_place
from ledger.custody.refusals import NotYourPlace
from ledger.custody.tables import CALIBRATION
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Whole, Words
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.roles import KEEPERS
from ledger.parties.tables import PLACE

KIND = "scale.calibrated.v1"
SHA256 = "[0-9a-f]{64}"
SCHEMA = {
    "place": Code(kind="S", about="The depot, store or plant where the scale stands."),
    "scale": Words(most=40, about="What names the scale there: its number or the mark on it."),
    "capacity_g": Whole(least=1, unit="grams", about="The most that it weighs."),
    "division_g": Whole(least=1, unit="grams", about="Its smallest step."),
    "calibrated_on": Day(about="The day of the calibration."),
    "valid_to": Day(about="The last day on which it counts."),
    "by_whom": Words(most=80, about="Who calibrated it: an authority or a laboratory."),
    "certificate": Words(required=False, most=60, about="Number of the certificate."),
    "document": Words(required=False, most=64, pattern=SHA256, about="SHA-256 of the certificate as a paper."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses not_your_place, a day to come, an end before the beginning, a step above the most it weighs."""
    place = rows.get(PLACE, entry["place"])
    if place.party != entry.actor.party and not entry.actor.roles & KEEPERS:
        raise NotYourPlace(place=place.code)
    if entry["calibrated_on"] > local_date(entry, KINDS[KIND], rows):
        raise BadEntry("day_to_come", "facts.calibrated_on", "a day not after happened_at")
    if entry["valid_to"] < entry["calibrated_on"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before calibrated_on")
    if entry["division_g"] > entry["capacity_g"]:
        raise BadEntry("step_above_capacity", "facts.division_g", "not more than capacity_g")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Add the calibration to those of the place; earlier ones stay."""
    rows.add(
        CALIBRATION,
        place=event["place"],
        scale=event["scale"],
        capacity_g=event["capacity_g"],
        division_g=event["division_g"],
        calibrated_on=date.fromisoformat(event["calibrated_on"]),
        valid_to=date.fromisoformat(event["valid_to"]),
        by_whom=event["by_whom"],
        certificate=event.get("certificate"),
        document=event.get("document"),
        event_id=event.id,
    )


deed(
    KIND,
    about="A scale is calibrated.",
    schema=SCHEMA,
    example={
        "place": "S0000002X",
        "scale": "Platform 1",
        "capacity_g": 500_000,
        "division_g": 100,
        "calibrated_on": "2026-06-15",
        "valid_to": "2027-06-14",
        "by_whom": "Bureau of standards",
        "certificate": "MET-2026-1187",
    },
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
