"""Weigh: an observation of a lot. It neither names nor moves the head and never rewrites the book (law 4)."""

from __future__ import annotations

from datetime import date

from ledger.custody.finding import known_lot
from ledger.custody.refusals import LotClosed, NotHolder, TareNotBelowGross
from ledger.custody.tables import CONSUMED, LOT, LOT_EVENT, WEIGHING
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.kinds import is_producer
from ledger.parties.tables import PARTY

KIND = "lot.weighed.v1"
SCHEMA = {
    "lot": Code(kind="P", about="The lot on the scale."),
    "gross_g": grams("What the scale shows, in grams.", most=100_000_000),
    "tare_g": grams("What the bag weighs, in grams.", least=0, most=10_000_000),
    "scale": Words(required=False, most=40, about="The scale's own number (WGT-01)."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(rely_on={LOT: [entry["lot"]]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    lot = rows.get(LOT, entry["lot"])
    return Needs(rely_on={PARTY: [lot.holder]}) if lot else Needs()


@guard("WGT-01", on=KIND)
def gross_is_above_tare(entry: Entry, rows: Rows) -> None:
    """A weighing keeps gross and tare apart, and the tare is less than the gross."""
    if entry["tare_g"] >= entry["gross_g"]:
        raise TareNotBelowGross(gross_g=entry["gross_g"], tare_g=entry["tare_g"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses not_holder, lot_closed; waits for a lot that is not known yet."""
    lot = known_lot(rows, entry["lot"])
    if lot.holder != entry.actor.party and not _brought_by_producer(rows, lot.holder):
        raise NotHolder(lot=lot.code)
    if lot.state == CONSUMED:
        raise LotClosed(lot=lot.code, state=lot.state)
    return {"net_g": entry["gross_g"] - entry["tare_g"], "book_g": lot.mass_g}


def _brought_by_producer(rows: Rows, holder: str) -> bool:
    # a lot made or bought earlier in this batch has a holder that was not loaded: then it is not a producer's
    party = rows.get(PARTY, holder) if rows.holds(PARTY, holder) else None
    return party is not None and is_producer(party)


def apply(event: Event, rows: Rows) -> None:
    """Keep the weighing with the lot; its book mass stays."""
    rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)
    rows.add(
        WEIGHING,
        lot=event["lot"],
        event_id=event.id,
        step="weighing",
        scale=event.get("scale"),
        gross_g=event["gross_g"],
        tare_g=event["tare_g"],
        net_g=event.resolved["net_g"],
        book_g=event.resolved["book_g"],
        sealed=False,
        on_day=date.fromisoformat(event.local_date),
        operator=event.actor,
    )


deed(
    KIND,
    about="A lot is weighed: an observation beside the book mass.",
    schema=SCHEMA,
    example={"lot": "P00000019", "gross_g": 46_200, "tare_g": 400, "scale": "B-12"},
    needs=needs,
    needs_more=needs_more,
    check=check,
    apply=apply,
)
