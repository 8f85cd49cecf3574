"""Weigh: an observation of a lot. It neither names nor moves the head and never rewrites the book (law 4).

A weighing may bring a moisture, and the lot then shows the newest one: for that its row is locked for change, while its
head, its book mass and its holder stay as they are, so that a phone that is offline need not know of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.calibration_guard import refuse_bad_scale
from ledger.custody.contained import dry_grams, rounded
from ledger.custody.finding import known_lot, known_place
from ledger.custody.observing import apply_moisture, may_observe
from ledger.custody.refusals import LotClosed, TareNotBelowGross
from ledger.custody.tables import ASSAY, CALIBRATION, CONSUMED, LOT, LOT_EVENT, WEIGHING
from ledger.custody.typed_weights import FACTORS, UNITS, refuse_other_typed
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Whole, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE
from ledger.units import PPM

KIND = "lot.weighed.v1"
STEPS = ("mine", "depot", "dispatch", "receipt", "export", "count")
YES, NO = "yes", "no"
NOT_SAID = "weighing"
"""The step of a weighing that does not name one."""
TYPED = r"\d{1,9}([.,]\d{1,6})?"
SCHEMA = {
    "lot": Code(kind="P", about="The lot on the scale."),
    "gross_g": grams("What the scale shows, in grams.", most=100_000_000),
    "tare_g": grams("What the bag weighs, in grams.", least=0, most=10_000_000),
    "unit": Choice(of=UNITS, required=False, about="The unit that the scale shows; with it what was typed."),
    "gross_typed": Words(required=False, most=16, pattern=TYPED, about="Gross as the scale showed it, in that unit."),
    "tare_typed": Words(required=False, most=16, pattern=TYPED, about="Tare as it was typed, in that unit."),
    "scale": Words(required=False, most=40, about="The scale's own number (WGT-01)."),
    "place": Code(kind="S", required=False, about="Where the scale stands; else the place of the lot."),
    "step": Choice(of=STEPS, required=False, about="At which step of the lot's way."),
    "moisture_ppm": Whole(required=False, most=PPM - 1, unit="ppm", about="Water in the net wet mass."),
    "sealed": Choice(of=(YES, NO), required=False, about="Whether the bag came to the scale still sealed."),
    "photo": Words(
        required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of a photo of the scale as a paper."
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    wet = entry.get("moisture_ppm") is not None
    lot, place = [entry["lot"]], [entry["place"]] if entry.get("place") else []
    return Needs(
        change={LOT: lot} if wet else {},
        rely_on={**({} if wet else {LOT: lot}), **({PLACE: place} if place else {})},
        read={**({ASSAY: lot, WEIGHING: lot} if wet else {}), **({CALIBRATION: place} if place else {})},
    )


def needs_more(entry: Entry, rows: Rows) -> Needs:
    lot = rows.get(LOT, entry["lot"])
    if lot is None:
        return Needs()
    # where a place is not named, that of the lot counts: its scales are read behind its lock
    here = [] if entry.get("place") else [lot.place]
    return Needs(
        rely_on={PARTY: [lot.holder], **({PLACE: here} if here else {})}, read={CALIBRATION: here} if here else {}
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place, and what was typed where it does not make the grams."""
    if entry.get("place"):
        known_place(entry, rows)
    refuse_other_typed(entry)


@guard("WGT-01", on=KIND)
def gross_is_above_tare(entry: Entry, rows: Rows) -> None:
    """A weighing keeps gross and tare apart, and the tare is less than the gross."""
    if entry["tare_g"] >= entry["gross_g"]:
        raise TareNotBelowGross(gross_g=entry["gross_g"], tare_g=entry["tare_g"])


@guard("WGT-01", on=KIND)
def scale_is_calibrated(entry: Entry, rows: Rows) -> None:
    """Where a place has registered scales, one of them weighs, and it is calibrated within its period on that day."""
    refuse_bad_scale(entry, rows, _place(entry, rows), zone_of_weighing(entry, rows))


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses not_holder, lot_closed; waits for a lot that is not known yet."""
    lot = known_lot(rows, entry["lot"])
    may_observe(entry, rows, lot)
    if lot.state == CONSUMED:
        raise LotClosed(lot=lot.code, state=lot.state)
    net_g = entry["gross_g"] - entry["tare_g"]
    resolved: dict[str, object] = {"net_g": net_g, "book_g": lot.mass_g}
    dry = dry_grams(net_g, entry.get("moisture_ppm"))
    if dry is not None:
        resolved["dry_g"] = rounded(dry)
    if entry.get("unit"):
        resolved["grams_per_unit"] = FACTORS[entry["unit"]]
    if _place(entry, rows):
        resolved["place"] = _place(entry, rows)
    return resolved


def _place(entry: Entry, rows: Rows) -> str | None:
    lot = rows.get(LOT, entry["lot"])
    named: str | None = entry.get("place")
    return named or (lot.place if lot else None)


def zone_of_weighing(entry: Entry, rows: Rows) -> str | None:
    """Return the time zone of the place that is named; without one the offset that was typed counts."""
    place = rows.get(PLACE, entry["place"]) if entry.get("place") else None
    return place.zone if place else None


def apply(event: Event, rows: Rows) -> None:
    """Keep the weighing with the lot; its book mass stays, its moisture is that of the newest look."""
    moisture = event.get("moisture_ppm")
    weighing: dict[str, Any] = {
        "lot": event["lot"],
        "event_id": event.id,
        "step": event.get("step", NOT_SAID),
        "place": event.resolved.get("place"),
        "scale": event.get("scale"),
        "gross_g": event["gross_g"],
        "tare_g": event["tare_g"],
        "net_g": event.resolved["net_g"],
        "book_g": event.resolved["book_g"],
        "moisture_ppm": moisture,
        "sealed": event.get("sealed") == YES,
        "on_day": date.fromisoformat(event.local_date),
        "operator": event.actor,
        "unit": event.get("unit"),
    }
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)
    rows.add(WEIGHING, **weighing)
    if moisture is not None:
        apply_moisture(rows, event["lot"])


deed(
    KIND,
    about="A lot is weighed: an observation beside the book mass.",
    schema=SCHEMA,
    example={"lot": "P00000019", "gross_g": 46_200, "tare_g": 400, "scale": "B-12"},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
    zone=zone_of_weighing,
)
