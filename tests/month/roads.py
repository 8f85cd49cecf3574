"""Roads: lots leave with vehicle, seals and papers, and are weighed again where they are taken in, if they are."""

from __future__ import annotations

from ledger import codes
from tests import make
from tests.make import envelope
from tests.month.cast import SCALE, House
from tests.month.clock import at, day
from tests.month.ore import Consignment, Desk, Ore, chunks

A_LORRY = 200
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def send(desk: Desk, today: int, sender: House, to: House, ores: list[Ore]) -> list[Consignment]:
    """Send lots, a lorry at a time."""
    desk.clock.set(today, 16)
    paper = sender.clerk.paper(PDF + f"% {sender.name} {day(today)}".encode()) if ores else ""
    sent = []
    for number, load in enumerate(chunks(ores, A_LORRY) if ores else []):
        consignment = Consignment(make.code(codes.CONSIGNMENT), sender, to, load)
        facts = {
            "consignment": consignment.code,
            "lots": [ore.lot for ore in load],
            "tags": [ore.tag for ore in load if ore.tag] or None,
            "to": to.party,
            "destination": to.place,
            "waybill": f"W-{today}-{number}",
            "vehicle": f"{sender.place[-4:]} {today:02d}{number} BK",
            "seals": [f"K-{today:02d}{number}1", f"K-{today:02d}{number}2"],
            "route": ["Bukavu", "Kalehe"],
            "carrier": "Transports du Lac",
            "expected_on": day(today + 2),
            "gross_g": sum(ore.mass_g + 400 for ore in load),
            "papers": [paper],
        }
        (answer,) = sender.clerk.enter(envelope("consignment.dispatched.v1", at=at(today, 15, number), **facts))
        desk.known.slips["dispatch note"] = answer["event_id"]
        desk.take(sender, load)
        sent.append(consignment)
    return sent


def receive(desk: Desk, today: int, sent: Consignment, missing: int = 0, surplus: bool = False) -> None:
    """Receive a consignment: every bag on the scale, seals looked at; the last `missing` of it did not come."""
    desk.clock.set(today, 15)
    came, lost = (sent.load[:-missing], sent.load[-missing:]) if missing else (sent.load, [])
    for ore in came:
        ore.last_g -= min(desk.random.randrange(0, 10) * 10, ore.last_g // 1_000)
    bag = [{"about": "A bag without a tag", "grams": 38_200}]
    facts = {
        "consignment": sent.code,
        "place": sent.to.place,
        "weighed_g": sum(ore.last_g for ore in came),
        "came": [{"lot": ore.lot, "weighed_g": ore.last_g} for ore in came],
        "missing": [ore.lot for ore in lost] or None,
        "surplus": bag if surplus else None,
        "seals_found": [{"seal": "K", "found": "intact"}],
        "scale": SCALE,
    }
    (answer,) = sent.to.clerk.enter(envelope("consignment.received.v1", at=at(today, 14), **facts))
    desk.known.slips["receipt"] = answer["event_id"]
    desk.known.missing += [ore.lot for ore in lost]
    desk.stock[sent.to.place] += came


def refuse(desk: Desk, today: int, sent: Consignment) -> None:
    """Turn a delivery away: a seal is broken."""
    desk.clock.set(today, 15)
    facts = {"consignment": sent.code, "reason": "seals", "note": "One of two seals was broken."}
    sent.to.clerk.enter(envelope("consignment.refused.v1", at=at(today, 14), **facts))


def take_back(desk: Desk, today: int, sent: Consignment) -> None:
    """The refused lorry is back at its depot."""
    desk.clock.set(today, 15)
    facts = {"consignment": sent.code, "place": sent.sender.place}
    sent.sender.clerk.enter(envelope("consignment.returned.v1", at=at(today, 14), **facts))
    desk.stock[sent.sender.place] += sent.load
